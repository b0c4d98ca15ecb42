import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { below, type TableState } from "@/lib/workspace/tables/address.ts";
import type { RowsPage } from "@/lib/workspace/tables/contract.ts";
import type DataTable from "./DataTable.tsx";
import { follow } from "./table/follow.ts";
import { type Answered, askRows } from "./table/rows_source.ts";

/** Props reach the browser as plain data; the children are the first rows, drawn by the server. */
export interface RowsTableProps {
  /** Names the table, and the files that are made of it. */
  readonly name: string;
  /** The page that shows all rows without scripts. */
  readonly path: string;
  /** Where rows are asked for. */
  readonly api: string;
  /** Says what opening it leads to, such as "All 11,747 rows"; `null` where all rows are shown. */
  readonly label: string | null;
  /** Whether its first rows are asked for once it is seen: the server makes its orders ready then. */
  readonly isLarge: boolean;
  readonly children?: ComponentChildren;
}

interface Opened {
  readonly Table: typeof DataTable;
  readonly page: RowsPage;
}

const START: TableState = { sort: null, where: [], offset: 0 };

/** What the server sends at once. */
const PAGE_ROWS = 100;

/** The first rows of a result, and in their place all of them once they are asked for. */
export default function RowsTable(
  { name, path, api, label, isLarge, children }: RowsTableProps,
) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const links = useRef<HTMLParagraphElement>(null);
  const ahead = useRef<Promise<Answered<RowsPage>> | null>(null);

  useEffect(() => {
    if (!isLarge || links.current === null) return;
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      ahead.current = askRows(api, START);
    });
    observer.observe(links.current);
    return () => {
      observer.disconnect();
      ahead.current = null;
    };
  }, [api, isLarge]);

  // The link that opened it is gone: the next key should lead into the table.
  useLayoutEffect(() => {
    if (opened !== null) place.current?.focus();
  }, [opened]);

  async function open() {
    const asked = ahead.current ?? askRows(api, START);
    // What was refused may be answered the next time.
    ahead.current = null;
    const [Table, answer] = await Promise.all([loadTable(), asked]);
    if (Table === null) return setProblem("The table could not be loaded: try again");
    if (answer.type === "refused") return setProblem(answer.message);
    setProblem(null);
    setOpened({ Table, page: answer.value });
  }

  if (opened !== null) {
    const { Table, page } = opened;
    return (
      <div class="rows-table" ref={place} tabIndex={-1} role="group" aria-label={name}>
        <Table name={name} path={path} api={api} page={page} state={START} pageRows={PAGE_ROWS} />
      </div>
    );
  }
  return (
    <>
      {children}
      <p class="exports" ref={links}>
        {label !== null && (
          <a href={path} onClick={(event) => follow(event, open)}>
            {label}
            <span class="unseen">: {name}</span>
          </a>
        )}
        {(["csv", "xlsx", "json"] as const).map((format) => (
          <a key={format} href={exportAddress(api, { format, name })} download>
            {format.toUpperCase()}
            <span class="unseen">: {name}</span>
          </a>
        ))}
      </p>
      {problem !== null && <p class="notice error" role="alert">{problem}</p>}
    </>
  );
}

async function loadTable(): Promise<typeof DataTable | null> {
  try {
    return (await import("./DataTable.tsx")).default;
  } catch {
    return null;
  }
}

function exportAddress(api: string, file: Readonly<Record<"format" | "name", string>>): string {
  const address = below(api, "export");
  return `${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams(file)}`;
}
