import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { tableAddress, type TableState } from "@/lib/workspace/tables/address.ts";
import type { ColumnStatistics, RowsPage } from "@/lib/workspace/tables/contract.ts";
import { type Cursor, isWide, moveFor, rangeOf, START } from "./cursor.ts";
import { lastOffset } from "./Pager.tsx";
import { askRows, askStatistics } from "./rows_source.ts";
import { tsvOf } from "./tsv.ts";

/** Where a table's rows come from, and how it stands at first. */
export interface TableAsked {
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

/** Holds what a table shows, and follows keys, the clipboard and what is asked of it. */
export function useTable(props: TableAsked) {
  const { path, api, pageRows } = props;
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

  return {
    page,
    state,
    statistics,
    cursor,
    problem,
    busy,
    table,
    show,
    tell,
    press,
    copy,
    sortBy,
    place: (focus: Cursor["focus"], extend: boolean) =>
      setCursor((now) => ({ focus, anchor: extend && now !== null ? now.anchor : focus })),
    closeStatistics: () => setStatistics(null),
  };
}

function act(event: Event, work: () => void): void {
  event.preventDefault();
  work();
}

/** The next state of a head: ascending, descending, the table's own order. */
export function sorted(state: TableState, column: string): TableState {
  const direction = state.sort?.column === column ? state.sort.direction : null;
  const sort = direction === null
    ? { column, direction: "ascending" } as const
    : direction === "ascending"
    ? { column, direction: "descending" } as const
    : null;
  return { ...state, sort, offset: 0 };
}

/** Whether no text is marked, so that what is copied is the cells. */
function isEmptySelection(): boolean {
  return getSelection()?.isCollapsed ?? true;
}
