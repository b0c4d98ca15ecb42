import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { below, type TableState } from "@/lib/workspace/tables/address.ts";
import type { RowsPage } from "@/lib/workspace/tables/contract.ts";
import type DataTable from "./DataTable.tsx";
import { follow } from "./table/follow.ts";
import { askRows } from "./table/rows_source.ts";

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
export default function RowsTable({ name, path, api, label, children }: RowsTableProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);

  // The link that opened it is gone: the next key should lead into the table.
  useLayoutEffect(() => {
    if (opened !== null) place.current?.focus();
  }, [opened]);

  async function open() {
    const [Table, answer] = await Promise.all([loadTable(), askRows(api, START)]);
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
      <p class="exports">
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
