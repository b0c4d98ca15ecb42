import RowsTable from "@/islands/RowsTable.tsx";
import type { TableBlock } from "@/lib/chart/block.ts";
import { formatNumber, NOTHING } from "@/lib/chart/format.ts";
import { cellClass, writerOf } from "@/lib/chart/table_text.ts";
import { LARGE_TABLE_ROWS } from "@/lib/workspace/tables/contract.ts";
import { RowChooser } from "./RowChooser.tsx";

/** Where all rows of a table are. */
export interface RowsPlace {
  /** The page that shows them without scripts. */
  readonly path: string;
  /** Where they are asked for. */
  readonly api: string;
  /** Whether each time that rows are asked for is a use that counts: then none are asked for ahead. */
  readonly isCounted?: boolean;
}

interface DataTableProps {
  readonly table: TableBlock;
  /** Names a table that has no title of its own. */
  readonly label?: string;
  /** What its rows are. */
  readonly words?: string;
  /** Where all rows are; left out where these are all that can be had. */
  readonly rowsAt?: RowsPlace | null;
  /** The form by which a row that stands for a setting is chosen; left out where nobody may. */
  readonly edits?: string;
}

/** Nobody needs a file of a single row. */
const ROWS_TO_KEEP = 2;

/** The first rows of a table, which scrolls inside its own width. */
export function DataTable(
  { table, label, words = "rows", rowsAt = null, edits }: DataTableProps,
) {
  const name = table.title ?? label ?? "Table";
  const first = <FirstRows table={table} name={name} words={words} edits={edits} />;
  return (
    <div class="table">
      {table.title !== null && <p class="title">{table.title}</p>}
      {rowsAt === null || table.total < ROWS_TO_KEEP ? first : (
        <RowsTable
          name={name}
          path={rowsAt.path}
          api={rowsAt.api}
          isLarge={table.total >= LARGE_TABLE_ROWS && rowsAt.isCounted !== true}
          label={table.total > table.rows.length ? `All ${formatNumber(table.total)} rows` : null}
        >
          {first}
        </RowsTable>
      )}
    </div>
  );
}

/** Longer texts are cut off where they stand; no one reads a page on hovering. */
const CUT_LETTERS = 48;
const TITLE_LETTERS = 4000;

function wholeOf(value: TableBlock["rows"][number][number]): string | undefined {
  return typeof value === "string" && value.length > CUT_LETTERS
    ? value.slice(0, TITLE_LETTERS)
    : undefined;
}

interface FirstRowsProps {
  readonly table: TableBlock;
  readonly name: string;
  readonly words: string;
  readonly edits: string | undefined;
}

function FirstRows({ table, name, words, edits }: FirstRowsProps) {
  const { sets } = table;
  const writers = table.columns.map((column, index) =>
    writerOf(column, table.rows.map((row) => row[index]))
  );
  return (
    <>
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
              {sets !== undefined && (
                <th scope="col">
                  <span class="unseen">In use</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, place) => (
              <tr>
                {row.map((value, index) => (
                  <td class={cellClass(table.columns[index])} title={wholeOf(value)}>
                    {value === null
                      ? <span class="nothing">{NOTHING}</span>
                      : writers[index](value)}
                  </td>
                ))}
                {sets !== undefined && (
                  <td>
                    <RowChooser sets={sets} place={place} edits={edits} />
                  </td>
                )}
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
    </>
  );
}
