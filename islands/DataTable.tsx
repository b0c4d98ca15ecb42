import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { below, tableAddress, type TableState } from "@/lib/workspace/tables/address.ts";
import type { ColumnStatistics, RowsPage } from "@/lib/workspace/tables/contract.ts";
import { Conditions } from "./table/Conditions.tsx";
import { type Cursor, isWide, moveFor, rangeOf, START } from "./table/cursor.ts";
import { Grid } from "./table/Grid.tsx";
import { lastOffset, Pager } from "./table/Pager.tsx";
import { askRows, askStatistics } from "./table/rows_source.ts";
import { Statistics } from "./table/Statistics.tsx";
import { tsvOf } from "./table/tsv.ts";

/** Props reach the browser as plain data. */
export interface DataTableProps {
  /** Names the table. */
  readonly name: string;
  /** The page that shows this table without scripts, such as `/results/KEY`. */
  readonly path: string;
  /** Where rows are asked for, such as `/api/results/KEY`. */
  readonly api: string;
  readonly page: RowsPage;
  readonly state: TableState;
  readonly statistics?: ColumnStatistics | null;
  /** Rows of a page. */
  readonly pageRows: number;
  /** Whether the page's address follows what is shown. */
  readonly ownsAddress?: boolean;
}

/** A table of any size: sorted, filtered and paged by the server. Links do the same without scripts. */
export default function DataTable(props: DataTableProps) {
  const { name, path, api, pageRows } = props;
  const [page, setPage] = useState(props.page);
  const [state, setState] = useState(props.state);
  const [statistics, setStatistics] = useState(props.statistics ?? null);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const asked = useRef(0);
  const takesFocus = useRef(false);
  const { columns } = page.schema;

  // Before this the table is one of links, as it came from the server.
  useEffect(() => setCursor(START), []);

  useEffect(() => {
    if (!props.ownsAddress) return;
    const back = () => location.reload();
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);

  useLayoutEffect(() => {
    if (!takesFocus.current || cursor === null) return;
    takesFocus.current = false;
    const { row, column } = cursor.focus;
    table.current?.querySelector<HTMLElement>(`[data-at="${row},${column}"]`)?.focus();
  }, [cursor, page]);

  async function show(next: TableState, place?: Cursor) {
    const own = ++asked.current;
    setBusy(true);
    const answer = await askRows(api, next);
    if (own !== asked.current) return;
    setBusy(false);
    if (answer.type === "refused") return setProblem(answer.message);
    setProblem(null);
    setState(next);
    setPage(answer.value);
    setCursor((now) => place ?? (now === null ? now : START));
    if (props.ownsAddress) history.pushState(null, "", tableAddress(path, next));
  }

  async function tell(column: string) {
    if (statistics?.column === column) return setStatistics(null);
    const answer = await askStatistics(api, column);
    if (answer.type === "refused") return setProblem(answer.message);
    setProblem(null);
    setStatistics(answer.value);
  }

  function press(event: KeyboardEvent) {
    const target = event.target as HTMLElement; // a grid's events come from its cells
    if (cursor === null || !target.dataset.at) return;
    const { row, column } = cursor.focus;
    const { name } = columns[column];
    if (row === -1 && event.key === "Enter") return act(event, () => sortBy(name, cursor));
    const isBare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "s" && isBare) return act(event, () => tell(name));
    const size = { rows: page.rows.length, columns: columns.length };
    const move = moveFor(event, cursor, size);
    if (move === null) return;
    act(event, () => {
      takesFocus.current = true;
      switch (move.type) {
        case "to":
          return setCursor(move.cursor);
        case "select_all":
          return setCursor({
            anchor: START.focus,
            focus: { row: size.rows - 1, column: size.columns - 1 },
          });
        case "page":
          return turn(move.to, cursor);
      }
    });
  }

  function turn(to: "first" | "previous" | "next" | "last", from: Cursor) {
    const last = lastOffset(page.total, pageRows);
    const offset =
      { first: 0, previous: state.offset - pageRows, next: state.offset + pageRows, last }[to];
    if (offset < 0 || offset > last || offset === state.offset) return;
    const focus = { row: Math.max(0, from.focus.row), column: from.focus.column };
    show({ ...state, offset }, { focus, anchor: focus });
  }

  function sortBy(column: string, place?: Cursor) {
    takesFocus.current = place !== undefined;
    show(sorted(state, column), place);
  }

  function copy(event: ClipboardEvent) {
    if (cursor === null || !isEmptySelection()) return;
    event.preventDefault();
    const range = rangeOf(cursor);
    const isAll = isWide(cursor) && range.bottom - range.top === page.rows.length - 1 &&
      range.right - range.left === columns.length - 1;
    // What is taken whole is taken with the names of its columns.
    const names = isAll ? columns.map((column) => column.name) : null;
    event.clipboardData?.setData("text/plain", tsvOf(page.rows, range, names));
  }

  const about = columns.find((column) => column.name === statistics?.column);
  const only = (value: string): TableState => ({
    ...state,
    where: [...state.where, { column: about?.name ?? "", type: "equals", value }],
    offset: 0,
  });
  return (
    <div class="data-table" data-live={cursor !== null}>
      <div class="table-tools">
        <Conditions
          path={path}
          columns={columns}
          state={state}
          onChange={(where) => show({ ...state, where, offset: 0 })}
        />
        <p class="exports">
          {(["csv", "xlsx", "json"] as const).map((format) => (
            <a href={exportAddress(props, state, format)} download>{format.toUpperCase()}</a>
          ))}
        </p>
      </div>
      {problem !== null && <p class="notice error" role="alert">{problem}</p>}
      {about !== undefined && statistics !== null && (
        <Statistics
          column={about}
          statistics={statistics}
          closeAddress={tableAddress(path, state)}
          filterAddress={(value) => tableAddress(path, only(value))}
          onFilter={(value) => show(only(value))}
          onClose={() => setStatistics(null)}
        />
      )}
      <div
        class="scroll"
        tabIndex={cursor === null ? 0 : undefined}
        role={cursor === null ? "region" : undefined}
        aria-label={cursor === null ? name : undefined}
        onKeyDown={press}
        onCopy={copy}
      >
        <Grid
          name={name}
          page={page}
          sort={state.sort}
          cursor={cursor}
          busy={busy}
          table={table}
          sortAddress={(column) => tableAddress(path, sorted(state, column))}
          statisticsAddress={(column) => withStatistics(path, state, column)}
          onSort={(column) => sortBy(column)}
          onStatistics={tell}
          onPlace={(focus, extend) =>
            setCursor((now) => ({ focus, anchor: extend && now !== null ? now.anchor : focus }))}
        />
      </div>
      <Pager
        offset={page.offset}
        shown={page.rows.length}
        total={page.total}
        pageRows={pageRows}
        addressOf={(offset) => tableAddress(path, { ...state, offset })}
        onOffset={(offset) => show({ ...state, offset })}
      />
    </div>
  );
}

function act(event: Event, work: () => void): void {
  event.preventDefault();
  work();
}

/** The next state of a head: ascending, descending, the table's own order. */
function sorted(state: TableState, column: string): TableState {
  const direction = state.sort?.column === column ? state.sort.direction : null;
  const sort = direction === null
    ? { column, direction: "ascending" } as const
    : direction === "ascending"
    ? { column, direction: "descending" } as const
    : null;
  return { ...state, sort, offset: 0 };
}

function exportAddress({ api, name }: DataTableProps, state: TableState, format: string): string {
  const query = new URLSearchParams({ format, name });
  const address = tableAddress(below(api, "export"), { ...state, offset: 0 });
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}

function withStatistics(path: string, state: TableState, column: string): string {
  const address = tableAddress(path, state);
  const query = new URLSearchParams({ statistics: column });
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}

/** Whether no text is marked, so that what is copied is the cells. */
function isEmptySelection(): boolean {
  return getSelection()?.isCollapsed ?? true;
}
