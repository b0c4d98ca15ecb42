/**
 * The notebooks of a workspace for a test, with a folder of files that they may read.
 *
 * @module
 */
import { createDrawer } from "@/lib/chart/drawer.ts";
import { createReports } from "@/lib/cli/reports.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { startReader } from "@/lib/read/read_file.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { RunWhat, WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";
import { createNotebooks, type NotebooksEngine } from "@/lib/workspace/notebooks/notebooks.ts";
import type { NotebookServices } from "@/lib/workspace/notebooks/services.ts";
import { chromiumPath } from "./chromium_path.ts";
import { type Folder, makeFolder } from "./command.ts";
import { databaseTest } from "./database.ts";

/** What a test of notebooks is given. */
export interface NotebooksForTest {
  readonly notebooks: NotebooksEngine;
  readonly database: Database;
  readonly folder: Folder;
  readonly services: NotebookServices;
  /** Opens the same database's notebooks anew, as after a restart. */
  restart(): Promise<NotebooksEngine>;
}

/** Declares a test that is given notebooks on a fresh database. */
export function notebooksTest(
  name: string,
  test: (given: NotebooksForTest, t: Deno.TestContext) => Promise<void>,
  { draws = false, ...changed }: Partial<NotebookServices> & {
    /** Whether charts are drawn. */
    readonly draws?: boolean;
  } = {},
): void {
  databaseTest(name, async (database, t) => {
    await using folder = await makeFolder();
    await using compute = createCompute({ size: 1 });
    await using drawer = createDrawer();
    const services: NotebookServices = {
      database,
      compute,
      startReader,
      drawer: draws ? drawer : null,
      reports: createReports({ chromium: chromiumPath, temporary: `${folder.path}/tmp` }),
      log: createLog({ level: "warn" }),
      folders: [folder.path],
      connections: new Map(),
      uploads: `${folder.path}/uploads`,
      temporary: `${folder.path}/tmp`,
      examples: null,
      today: () => "2027-01-01",
      ...changed,
    };
    let notebooks = await createNotebooks(services);
    try {
      const restart = async () => {
        await notebooks.close();
        notebooks = await createNotebooks(services);
        return notebooks;
      };
      await test({ notebooks, database, folder, services, restart }, t);
    } finally {
      await notebooks.close();
    }
  });
}

/** Runs cells and waits until the run has ended; returns what was told on the way. */
export async function runToEnd(
  notebooks: Notebooks,
  { id, what = { type: "all" }, parameters = {} }: {
    readonly id: string;
    readonly what?: RunWhat;
    readonly parameters?: Readonly<Record<string, string>>;
  },
): Promise<readonly WorkspaceEvent[]> {
  const { eventId } = await notebooks.open({ id, parameters });
  await notebooks.run({ id, what, parameters });
  return await eventsUntil(notebooks, { id, after: eventId, last: isRunEnd });
}

/** Returns the events after one, up to the first that is the last. */
export async function eventsUntil(
  notebooks: Pick<Notebooks, "follow">,
  { id, after, last }: {
    readonly id: string;
    readonly after: string | null;
    readonly last: (event: WorkspaceEvent) => boolean;
  },
): Promise<readonly WorkspaceEvent[]> {
  const events: WorkspaceEvent[] = [];
  for await (const { event } of notebooks.follow({ id, after })) {
    events.push(event);
    if (last(event)) break;
  }
  return events;
}

/** Whether an event tells that a run has ended. */
export function isRunEnd(event: WorkspaceEvent): boolean {
  return event.type === "run" && event.state !== "started";
}

/** Returns the cells of a view by name. */
export function cellsIn(view: NotebookView): Readonly<Record<string, CellView>> {
  return Object.fromEntries(
    view.blocks.flatMap((block) => block.type === "cell" ? [[block.cell.name, block.cell]] : []),
  );
}

/** Returns how the cells of a view stand, by name. */
export function statesIn(view: NotebookView): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(cellsIn(view)).map(([name, { status }]) => [name, status.state] as const),
  );
}
