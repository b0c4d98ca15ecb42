import { cellClass, writerOf } from "@/lib/chart/table_text.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { columnField } from "@/lib/workspace/files/address.ts";
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnRange, FilePreview } from "@/lib/workspace/files/contract.ts";
import { CheckField } from "./CheckField.tsx";
import { ColumnHead } from "./ColumnHead.tsx";
import { ColumnMore } from "./ColumnMore.tsx";
import { foundName, leftOutOf, unitOf } from "./columns.ts";
import { countText } from "./sizes.ts";

const SHOWN_ROWS = 20;
/** Fewer that come one after the other may do so by chance. */
const FEWEST_NUMBERED = 5;

/** The first rows, and above each column how it is read. */
export function SampleTable({ preview, whole }: {
  readonly preview: FilePreview;
  /** Whether all rows are counted, or those of the beginning alone. */
  readonly whole: boolean;
}) {
  const { facts, firstRows, options, ranges } = preview;
  const leftOut = leftOutOf(options);
  const rows = firstRows.slice(0, SHOWN_ROWS);
  const columns = facts.names.map((name, index) => {
    const column = { name, type: facts.types[name], unit: unitOf(facts, name) };
    const values = rows.map((row) => row[index]);
    const write = isNumbering(firstRows.map((row) => row[index]))
      ? String
      : writerOf(column, values);
    return { ...column, write };
  });
  return (
    <div class="table sample">
      <div class="scroll" role="region" aria-label="Table of the first rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={foundName(options, column.name)} scope="col" class={cellClass(column)}>
                  <ColumnHead
                    preview={preview}
                    name={column.name}
                    range={rangeText(
                      Object.hasOwn(ranges, column.name) ? ranges[column.name] : null,
                      (value) =>
                        readable(column.type, column.write(value)),
                    )}
                  />
                </th>
              ))}
            </tr>
            {/* A row of its own, so that they stand in one line whatever is above them. */}
            <tr>
              {columns.map((column) => (
                <td key={foundName(options, column.name)} class={cellClass(column)}>
                  <ColumnMore preview={preview} name={column.name} />
                </td>
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
                      : readable(column.type, column.write(row[index]))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        {shownWords(rows.length, whole ? facts.rows : null)}{" "}
        A column's name can be changed where it stands.
      </p>
      {leftOut.length > 0 && (
        <fieldset class="left-out">
          <legend>Left out</legend>
          {leftOut.map((name) => (
            <CheckField key={name} name={columnField("leave_out", name)} label={name} checked />
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** Says how many of a file's rows are shown; `null` where not all were counted yet. */
function shownWords(shown: number, all: number | null): string {
  if (all === 0) return "There are no rows below the names of the columns.";
  return shown === all
    ? `${all === 1 ? "The only row, as it is" : `All ${countText(all, "row")}, as they are`} read.`
    : `The first ${shown} of ${
      all === null ? "many rows" : countText(all, "row")
    }, as they are read.`;
}

/** Whether values number the rows, as those of orders do that come one after the other. */
export function isNumbering(values: readonly Value[]): boolean {
  return values.length >= FEWEST_NUMBERED &&
    values.every((value, at) =>
      typeof value === "number" && Number.isInteger(value) &&
      (at === 0 || value - 1 === values[at - 1])
    );
}

/** Between which values a column's are, such as "3 to 17.5". */
export function rangeText(
  range: ColumnRange | null,
  write: (value: Value) => string,
): string | null {
  if (range === null) return null;
  const { least, greatest, ofFirst } = range;
  const words = least === greatest ? write(least) : `${write(least)} to ${write(greatest)}`;
  return ofFirst === null ? words : `${words} in the first ${countText(ofFirst, "row")}`;
}

/** A moment in UTC without what only programs want. */
function readable(type: ColumnType, text: string): string {
  return type === "timestamp" ? text.replace("T", " ").replace(/(?::00)?Z$/, "") : text;
}
