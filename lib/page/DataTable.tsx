import type { TableBlock, TableColumn } from "@/lib/chart/block.ts";
import { columnDecimals, formatNumber, isCurrency, NOTHING } from "@/lib/chart/format.ts";
import type { Value } from "@/lib/frame/frame.ts";
import { isNumeric } from "@/lib/frame/schema.ts";

interface DataTableProps {
  readonly table: TableBlock;
  /** Names a table that has no title of its own. */
  readonly label?: string;
}

/** Whole numbers that count nothing: they are written as they are. */
const CODE_NAME = /(?:^|[ _])(?:id|year|code|number|no|zip|postcode|phone)$/i;

/** The first rows of a table, which scrolls inside its own width. */
export function DataTable({ table, label }: DataTableProps) {
  const name = table.title ?? label ?? "Table";
  const writers = table.columns.map((column, index) =>
    writerOf(column, table.rows.map((row) => row[index]))
  );
  return (
    <div class="table">
      {table.title !== null && <p class="title">{table.title}</p>}
      <div class="scroll" role="region" aria-label={name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th scope="col" class={cellClass(column)}>
                  {column.name}
                  {column.unit !== null && <span class="unit">, {column.unit}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr>
                {row.map((value, index) => (
                  <td class={cellClass(table.columns[index])}>
                    {value === null
                      ? <span class="nothing">{NOTHING}</span>
                      : writers[index](value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.total > table.rows.length && (
        <p class="note">
          The first {formatNumber(table.rows.length)} of {formatNumber(table.total)} rows
        </p>
      )}
      {table.total === 0 && <p class="note">No rows</p>}
    </div>
  );
}

function cellClass({ type }: TableColumn): string {
  return isNumeric(type) ? "figure" : type === "text" ? "words" : "";
}

type Writer = (value: Value) => string;

/** Numbers of a column have the same decimals, so that they line up; its head has the unit. */
function writerOf({ name, type, unit }: TableColumn, values: readonly Value[]): Writer {
  if (type === "integer" && CODE_NAME.test(name)) return (value) => String(value);
  if (isNumeric(type)) {
    const factor = unit === "%" ? 100 : 1;
    const numbers = values.map((value) => typeof value === "number" ? value * factor : null);
    const needed = columnDecimals(numbers);
    const decimals = isCurrency(unit) && needed === 1 ? 2 : needed;
    return (value) => formatNumber(Number(value) * factor, { decimals });
  }
  if (type === "boolean") return (value) => value === true ? "yes" : "no";
  return (value) => String(value);
}
