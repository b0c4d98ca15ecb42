import type { RefObject } from "preact";
import { NOTHING } from "@/lib/chart/format.ts";
import { cellClass, writerOf } from "@/lib/chart/table_text.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { RowsAsked, RowsPage } from "@/lib/workspace/tables/contract.ts";
import { type CellPlace, type Cursor, holds, isWide, rangeOf } from "./cursor.ts";
import { follow } from "./follow.ts";

interface GridProps {
  readonly name: string;
  readonly page: RowsPage;
  readonly sort: RowsAsked["sort"];
  /** `null` before scripts have loaded: then this is a plain table with links. */
  readonly cursor: Cursor | null;
  readonly busy: boolean;
  readonly table: RefObject<HTMLTableElement | null>;
  sortAddress(column: string): string;
  statisticsAddress(column: string): string;
  onSort(column: string): void;
  onStatistics(column: string): void;
  onPlace(place: CellPlace, extend: boolean): void;
}

const SORTED = { ascending: "↑", descending: "↓" } as const;

/** The rows of one page, and a head that sorts. */
export function Grid(props: GridProps) {
  const { name, page, cursor, busy } = props;
  const { columns } = page.schema;
  const writers = columns.map((column, index) =>
    writerOf(column, page.rows.map((row) => row[index]))
  );
  const range = cursor !== null && isWide(cursor) ? rangeOf(cursor) : null;
  return (
    <table
      ref={props.table}
      role={cursor === null ? undefined : "grid"}
      aria-label={name}
      aria-rowcount={page.total + 1}
      aria-colcount={columns.length}
      aria-multiselectable={cursor === null ? undefined : true}
      aria-busy={busy}
    >
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column, index) => (
            <HeadCell key={column.name} column={column} index={index} grid={props} />
          ))}
        </tr>
      </thead>
      <tbody>
        {page.rows.map((row, rowIndex) => (
          <tr key={rowIndex} aria-rowindex={page.offset + rowIndex + 2}>
            {row.map((value, index) => {
              const place = { row: rowIndex, column: index };
              const selected = range !== null && holds(range, place);
              return (
                <td
                  key={index}
                  class={`${cellClass(columns[index])}${selected ? " selected" : ""}`}
                  data-at={`${rowIndex},${index}`}
                  tabIndex={tabIndexOf(cursor, place)}
                  aria-selected={cursor === null ? undefined : selected}
                  onMouseDown={(event) => props.onPlace(place, event.shiftKey)}
                >
                  {value === null
                    ? <span class="nothing" title="empty">{NOTHING}</span>
                    : writers[index](value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadCellProps {
  readonly column: ColumnSchema;
  readonly index: number;
  readonly grid: GridProps;
}

function HeadCell({ column, index, grid }: HeadCellProps) {
  const { name, unit } = column;
  const direction = grid.sort?.column === name ? grid.sort.direction : null;
  const live = grid.cursor !== null;
  // In a grid the head's cell has the focus, and its links are reached through it.
  const inside = live ? -1 : undefined;
  return (
    <th
      scope="col"
      class={cellClass(column)}
      aria-sort={direction ?? "none"}
      data-at={`-1,${index}`}
      tabIndex={tabIndexOf(grid.cursor, { row: -1, column: index })}
    >
      <a
        class="sort"
        href={grid.sortAddress(name)}
        tabIndex={inside}
        onClick={(event) => follow(event, () => grid.onSort(name))}
      >
        {name}
        {unit !== null && <span class="unit">, {unit}</span>}
        <span class="sign" aria-hidden="true">{direction === null ? "" : SORTED[direction]}</span>
      </a>
      <a
        class="about"
        href={grid.statisticsAddress(name)}
        tabIndex={inside}
        aria-label={`Statistics of ${name}`}
        title={`Statistics of ${name}`}
        onClick={(event) => follow(event, () => grid.onStatistics(name))}
      >
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 13V9M8 13V3M13 13V6" />
        </svg>
      </a>
    </th>
  );
}

function tabIndexOf(cursor: Cursor | null, { row, column }: CellPlace): number | undefined {
  if (cursor === null) return undefined;
  return cursor.focus.row === row && cursor.focus.column === column ? 0 : -1;
}
