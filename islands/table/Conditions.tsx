import type { ColumnSchema } from "@/lib/frame/schema.ts";
import {
  needsValue,
  tableAddress,
  tableQuery,
  type TableState,
  TESTS,
} from "@/lib/workspace/tables/address.ts";
import type { RowCondition } from "@/lib/workspace/tables/contract.ts";
import { follow } from "./follow.ts";

interface ConditionsProps {
  readonly path: string;
  readonly columns: readonly ColumnSchema[];
  readonly state: TableState;
  onChange(where: readonly RowCondition[]): void;
}

/** The conditions that hold, and a form that adds one; without scripts it asks for a new page. */
export function Conditions({ path, columns, state, onChange }: ConditionsProps) {
  const { where } = state;
  function add(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement; // whose onSubmit this is
    const given = new FormData(form);
    const type = String(given.getAll("test").at(-1)) as RowCondition["type"]; // one of the options
    const value = String(given.getAll("value").at(-1) ?? "");
    const column = String(given.getAll("column").at(-1));
    if (needsValue(type) && value === "") return;
    onChange([...where, { column, type, value }]);
    form.reset();
  }
  return (
    <div class="conditions">
      <form method="get" action={path} onSubmit={add}>
        {hiddenFields(path, state).map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <select name="column" aria-label="Column">
          {columns.map(({ name }) => <option key={name} value={name}>{name}</option>)}
        </select>
        <select name="test" aria-label="Test">
          {Object.entries(TESTS).map(([type, words]) => (
            <option key={type} value={type}>{words}</option>
          ))}
        </select>
        <input name="value" aria-label="Value" autocomplete="off" />
        <button type="submit">Filter</button>
      </form>
      {where.length > 0 && (
        <ul aria-label="Filters">
          {where.map((condition, index) => {
            const rest = where.filter((_, other) => other !== index);
            return (
              <li>
                <span>{wordsOf(condition)}</span>
                <a
                  href={tableAddress(path, { ...state, where: rest, offset: 0 })}
                  aria-label={`Remove the filter ${wordsOf(condition)}`}
                  onClick={(event) => follow(event, () => onChange(rest))}
                >
                  ✕
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** A form's own fields take the place of the query of its address. */
function hiddenFields(path: string, state: TableState): readonly (readonly [string, string])[] {
  const [, query = ""] = path.split("?");
  return [...new URLSearchParams(query), ...tableQuery({ ...state, offset: 0 })];
}

function wordsOf({ column, type, value }: RowCondition): string {
  return needsValue(type) ? `${column} ${TESTS[type]} “${value}”` : `${column} ${TESTS[type]}`;
}
