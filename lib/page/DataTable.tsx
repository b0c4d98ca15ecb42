import type { TableBlock } from "@/lib/chart/block.ts";
import { formatNumber, NOTHING } from "@/lib/chart/format.ts";
import { cellClass, writerOf } from "@/lib/chart/table_text.ts";

interface DataTableProps {
  readonly table: TableBlock;
  /** Names a table that has no title of its own. */
  readonly label?: string;
  /** What its rows are. */
  readonly words?: string;
}

/** The first rows of a table, which scrolls inside its own width. */
export function DataTable({ table, label, words = "rows" }: DataTableProps) {
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
          The first {formatNumber(table.rows.length)} of {formatNumber(table.total)} {words}
        </p>
      )}
      {table.total === 0 && <p class="note">No rows</p>}
    </div>
  );
}
