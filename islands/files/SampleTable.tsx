import { cellClass, writerOf } from "@/lib/chart/table_text.ts";
import { COLUMN_TYPES } from "@/lib/frame/schema.ts";
import { columnField } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { Chooser } from "./Chooser.tsx";
import { columnDecisions, DATE_ORDERS, unitOf } from "./decisions.ts";
import { countText } from "./sizes.ts";

const SHOWN_ROWS = 20;

/** The first rows, and above each column how it is read. */
export function SampleTable({ preview }: { readonly preview: FilePreview }) {
  const { facts, firstRows } = preview;
  const rows = firstRows.slice(0, SHOWN_ROWS);
  const columns = facts.names.map((name, index) => {
    const column = { name, type: facts.types[name], unit: unitOf(facts, name) };
    return { ...column, write: writerOf(column, rows.map((row) => row[index])) };
  });
  return (
    <div class="table sample">
      <div class="scroll" role="region" aria-label="Table of the first rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.name} scope="col" class={cellClass(column)}>
                  <ColumnHead preview={preview} name={column.name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {columns.map((column, index) => (
                  <td key={column.name} class={cellClass(column)}>
                    {row[index] === null
                      ? <span class="nothing">–</span>
                      : column.write(row[index])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        The first {rows.length} of {countText(facts.rows, "row")}, as they are read
      </p>
    </div>
  );
}

/** A column's name, and what may be decided of it. */
function ColumnHead({ preview: { facts, options }, name }: {
  readonly preview: FilePreview;
  readonly name: string;
}) {
  const own = options.columns?.[name] ?? {};
  const type = facts.types[name];
  const decided = columnDecisions(facts, name);
  const doubtful = (what: string) =>
    decided.find((one) => one.what === what && one.doubtful) ?? null;
  const order = decided.find(({ what }) => what === "date order") ?? null;
  const sign = decided.find(({ what }) => what === "decimal sign") ?? null;
  const nulls = facts.nulls[name] ?? 0;
  return (
    <div class="column-head">
      <strong>{name}</strong>
      <Chooser
        name={columnField("type", name)}
        label={`Type of ${name}`}
        value={own.type ?? ""}
        choices={[
          { value: "", title: own.type === undefined ? type : "as found" },
          ...COLUMN_TYPES.map((value) => ({ value, title: value })),
        ]}
        doubtful={doubtful("type") !== null}
      />
      {(order !== null || own.date_order !== undefined) && (
        <Chooser
          name={columnField("date_order", name)}
          label={`Order of day and month in ${name}`}
          value={own.date_order ?? ""}
          choices={[
            {
              value: "",
              title: own.date_order === undefined
                ? DATE_ORDERS[order?.chosen ?? ""] ?? order?.chosen ?? ""
                : "as found",
            },
            ...Object.entries(DATE_ORDERS).map(([value, title]) => ({ value, title })),
          ]}
          doubtful={order?.doubtful === true}
        />
      )}
      {(sign !== null || own.decimal !== undefined) && (
        <Chooser
          name={columnField("decimal", name)}
          label={`Decimal sign of ${name}`}
          value={own.decimal ?? ""}
          choices={[
            { value: "", title: own.decimal === undefined ? `1${sign?.chosen}5` : "as found" },
            { value: ".", title: "1.5" },
            { value: ",", title: "1,5" },
          ]}
          doubtful={sign?.doubtful === true}
        />
      )}
      <span class="unit">
        {[unitOf(facts, name), nulls === 0 ? null : countText(nulls, "empty cell")]
          .filter((part) => part !== null).join(", ")}
      </span>
    </div>
  );
}
