/**
 * Keeps, opens, edits, runs and follows notebooks.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import { byPlace } from "@/lib/notebook/place.ts";
import { Flights } from "@/lib/notebook/run/flights.ts";
import type { Plan } from "@/lib/notebook/run/plan.ts";
import { markInterrupted } from "@/lib/notebook/run/store.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { Background } from "./background.ts";
import { listCards } from "./cards.ts";
import { applyEdits, redoChange, restoreText, undoChange, writeText } from "./changes.ts";
import { compareRevisions } from "./compare.ts";
import type { Notebooks } from "./contract.ts";
import type { GivenParameters } from "./notebook_view.ts";
import { createNotebook, duplicateNotebook } from "./create.ts";
import { exportNotebook } from "./export.ts";
import { addExamples } from "./examples.ts";
import { readGiven } from "./given.ts";
import { listGrants, saveGuard, withGrants } from "./grants.ts";
import type { Shared } from "./open_notebook.ts";
import { readText } from "./read_text.ts";
import { OpenNotebooks } from "./open_notebooks.ts";
import { filesHeld, putFiles, uploadsAdded } from "./own_files.ts";
import { Outputs } from "./outputs.ts";
import { Planner } from "./planner.ts";
import { Recent } from "./recent.ts";
import { followRun, listRuns, readRun } from "./run_history.ts";
import { cancelRuns, startRun } from "./runs.ts";
import { saveCard } from "./cards.ts";
import { noCell } from "./select.ts";
import type { NotebookServices } from "./services.ts";
import {
  deleteNotebook,
  findDeleted,
  listRevisions,
  loadNotebook,
  loadRevision,
  purgeNotebooks,
  restoreNotebook,
} from "./store.ts";
import { makeCell, makeView } from "./view.ts";

/** Columns whose values are kept in memory for controls. */
const KEPT_COLUMNS = 500;

/** A text, and what its parameters are. */
interface TextAsked {
  readonly id: string;
  readonly text: string;
  readonly parameters: GivenParameters;
  /** Who types the text: it is planned with the files that they have. */
  readonly saver?: Asker;
}

/** Notebooks of a workspace that has to be closed. */
export interface NotebooksEngine extends Notebooks, AsyncDisposable {
  /** Plans a text as if it were the notebook's newest revision; nothing is run. */
  plan(asked: TextAsked): Promise<PlannedText>;
  /** Stops what runs, and resolves when all is kept. */
  close(): Promise<void>;
}

/** A plan, with the problems of its text's form and of what it would do. */
export interface PlannedText {
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

/** Opens the notebooks of a workspace: runs that were under way are interrupted now. */
export async function createNotebooks(services: NotebookServices): Promise<NotebooksEngine> {
  const { database, examples } = services;
  await markInterrupted(database);
  await purgeNotebooks(database);
  if (examples !== null) await addExamples(database, examples);
  const planner = new Planner(services);
  const background = new Background(services.log);
  const shared: Shared = {
    services,
    planner,
    outputs: new Outputs({ ...services, background }),
    flights: new Flights((result) => planner.learn(result)),
    background,
    columnValues: new Recent(KEPT_COLUMNS),
  };
  const notebooks = new OpenNotebooks(shared);

  async function close(): Promise<void> {
    await notebooks.close();
    await background.settled();
  }

  async function planText(
    { id, text, parameters, saver }: TextAsked,
  ): Promise<PlannedText> {
    const { guard, current } = await notebooks.get(id);
    const { notebook, problems } = readText(text);
    const asOf = services.today();
    const given = readGiven(notebook, { given: parameters, asOf });
    const added = uploadsAdded(current.notebook, notebook);
    const alsoFiles = await filesHeld(database, added, saver ?? null);
    const { plan } = await planner.planAhead({ id, notebook, guard, given, asOf, alsoFiles });
    return { plan, problems: [...problems, ...plan.problems].toSorted(byPlace) };
  }

  return {
    list: (asked) => listCards(database, asked),
    create: (asked) => createNotebook(database, asked),
    duplicate: (asked) => duplicateNotebook(database, asked),

    async remove({ id }) {
      const open = await notebooks.find(id);
      await deleteNotebook(database, id);
      if (open === null) return;
      await cancelRuns(open);
      open.feed.tell({ type: "deleted" });
      notebooks.forget(id);
    },

    restore: ({ id }) => restoreNotebook(database, id),
    deleted: ({ id }) => findDeleted(database, id),

    async grants({ id }) {
      const open = await notebooks.get(id);
      return listGrants(open.current.notebook, open.guard);
    },

    async grant({ id, allowed, saver }) {
      const open = await notebooks.get(id);
      await open.change(async () => {
        const guard = withGrants(open.guard, allowed);
        const digests = allowed.flatMap(({ type, name }) => type === "upload" ? [name] : []);
        await database.transaction(async (session) => {
          await saveGuard(session, id, guard);
          await putFiles(session, { notebook: id, digests, by: saver ?? null });
        });
        open.allow(guard);
      });
      open.feed.tell({
        type: "edited",
        revision: open.current.revision.revision,
        editor: null,
      });
    },

    async open({ id, parameters, known }) {
      const open = await notebooks.get(id);
      const set = open.setOf(parameters);
      const view = await makeView(open, set, known);
      background.begin("card", () => saveCard(open, set));
      return view;
    },

    async cell({ id, cell, parameters }) {
      const open = await notebooks.get(id);
      const view = await makeCell(open, open.setOf(parameters), cell);
      if (view === null) throw noCell(cell);
      return view;
    },

    async source({ id, revision }) {
      const { text } = revision === undefined
        ? await loadNotebook(database, id)
        : await loadRevision(database, id, revision);
      return { text };
    },

    async *export({ id, parameters, format }) {
      const open = await notebooks.get(id);
      yield* exportNotebook(open, open.setOf(parameters), format);
    },

    plan: planText,

    async check({ id, text, parameters, saver }) {
      const checked = text ?? (await notebooks.get(id)).current.notebook.text;
      const { plan, problems } = await planText({ id, text: checked, parameters, saver });
      const cells = [...plan.cells.values()].map(({ name, step: { kind }, schema }) => ({
        name,
        kind,
        schema,
      }));
      return { problems, cells };
    },

    edit: async ({ id, ...asked }) => await applyEdits(await notebooks.get(id), asked),
    undo: async ({ id, ...asked }) =>
      await undoChange(await notebooks.get(id), { ...asked, editor: null }),
    redo: async ({ id, ...asked }) =>
      await redoChange(await notebooks.get(id), { ...asked, editor: null }),
    restoreRevision: async ({ id, ...asked }) =>
      await restoreText(await notebooks.get(id), { ...asked, editor: null }),

    async run({ id, what, parameters, audience = "owner" }) {
      const open = await notebooks.get(id);
      const set = open.setOf(parameters);
      const mayBegin = set.runs.length === 0;
      const { id: run, begun } = startRun({ open, set, wanted: what, automatic: false, audience });
      // Behind another run it begins when that one has ended.
      if (mayBegin) await begun;
      return { run };
    },

    async cancel({ id, ...only }) {
      await cancelRuns(await notebooks.get(id), only);
    },

    write: async ({ id, ...asked }) => await writeText(await notebooks.get(id), asked),
    runs: async ({ id, ...asked }) => await listRuns(await notebooks.get(id), asked),
    readRun: async (asked) => await readRun(await notebooks.get(asked.id), asked),
    followRun: (asked) => followRun(() => notebooks.get(asked.id), asked),

    follow({ id, after }) {
      return notebooks.follow(id, after);
    },

    history: ({ id }) => listRevisions(database, id),
    compare: async ({ id, before, after }) =>
      await compareRevisions(await notebooks.get(id), { before, after }),

    close,
    [Symbol.asyncDispose]: close,
  };
}
