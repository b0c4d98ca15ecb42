/**
 * A notebook as a page shows it. Making a view runs nothing.
 *
 * @module
 */
import { distinctProblems, type Problem } from "@/lib/errors.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";
import type { PlannedCell } from "@/lib/notebook/run/plan.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { asksOutside, QUICK_MILLISECONDS } from "./automatic.ts";
import { findChoices } from "./choices.ts";
import type {
  BlockView,
  CellOutput,
  CellStatus,
  CellView,
  KnownOutputs,
  NotebookView,
  ParameterView,
} from "./notebook_view.ts";
import { defaultText } from "./given.ts";
import { KEY_LETTERS } from "./known_header.ts";
import type { OpenNotebook, ParameterSet, Plan } from "./open_notebook.ts";
import { readsConnection } from "./read_text.ts";
import type { Output } from "./outputs.ts";
import { UNTITLED } from "./store.ts";

/** Makes the view of a notebook for a set of parameters, without what the page shows already. */
export async function makeView(
  open: OpenNotebook,
  set: ParameterSet,
  known: KnownOutputs = {},
): Promise<NotebookView> {
  // What happens from now on is told to who follows from here.
  const eventId = open.feed.lastId;
  const plan = await open.plan(set);
  await prepareOutputs(open, set, plan);
  const { revision, notebook, problems } = plan.current;
  const { head } = notebook;
  const cells = makeCells(open, set, plan);
  const blocks = notebook.blocks.map((block, index): BlockView | null => {
    if (block.type === "prose") return { type: "prose", index, markdown: block.text };
    const cell = cells.get(block.name);
    return cell === undefined ? null : { type: "cell", index, cell: withoutKnown(cell, known) };
  });
  return {
    id: open.id,
    title: head.title ?? UNTITLED,
    description: head.description,
    tags: head.tags,
    revision: revision.revision,
    canUndo: revision.undoTo !== null,
    canRedo: revision.redoTo !== null,
    formats: ["md", "html", ...reportsPdf(open), "json"],
    parameters: await makeParameters(open, set, plan),
    blocks: blocks.filter((block) => block !== null),
    problems: problems.filter(({ place }) => place.cell === undefined),
    eventId,
    waitsForGrants: open.isGuarded,
  };
}

function withoutKnown(cell: CellView, known: KnownOutputs): CellView {
  const { name, kind, output } = cell;
  // What is said in short stands on top as well, where no key tells of it.
  if (kind === "summary") return cell;
  const begins = Object.hasOwn(known, name) ? known[name] : "";
  if (output === null || begins.length < KEY_LETTERS || !output.key.startsWith(begins)) {
    return cell;
  }
  return { ...cell, output: { ...output, blocks: [], figures: {}, drawings: {} } };
}

function reportsPdf({ shared }: OpenNotebook): readonly "pdf"[] {
  return shared.services.reports.print === null ? [] : ["pdf"];
}

/** Makes the view of one cell; `null` where there is none of this name. */
export async function makeCell(
  open: OpenNotebook,
  set: ParameterSet,
  name: string,
): Promise<CellView | null> {
  const plan = await open.plan(set);
  await prepareOutputs(open, set, plan);
  return makeCells(open, set, plan).get(name) ?? null;
}

/** Notes what fresh cells show, and brings into memory what is to be shown of each cell. */
async function prepareOutputs(open: OpenNotebook, set: ParameterSet, plan: Plan): Promise<void> {
  const { planned } = plan;
  const { outputs, planner, background } = open.shared;
  const fresh: { readonly cell: PlannedCell; readonly key: Key }[] = [];
  for (const cell of planned.plan.cells.values()) {
    const { name, key } = cell;
    if (key === null || !open.isFresh(cell)) continue;
    fresh.push({ cell, key });
    if (set.shown.get(name)?.key !== key) {
      open.show(set, name, { key, origin: "cache", failure: null });
    }
  }
  const names = [...planned.plan.cells.keys()];
  await outputs.load(names.flatMap((name) => set.shown.get(name)?.key ?? []));
  const tell = (cell: string) => {
    const status = open.statuses(set, planned).get(cell) ?? { state: "fresh" };
    open.feed.tell({ type: "cell", cell, parameters: set.given.taken, status });
  };
  for (const { cell, key } of fresh) {
    const result = cell.stored ?? planner.result(key);
    if (result === null || outputs.peek(key) !== null || outputs.makes(key)) continue;
    // Computed where nothing was drawn: it is now, and the page is told.
    background.begin("draw", async () => {
      await outputs.make(bareOutput(cell, result));
      tell(cell.name);
    });
  }
  for (const name of names) {
    const key = set.shown.get(name)?.key ?? null;
    if (key === null || !outputs.isDue(key)) continue;
    // Charts were lost, as under a load that kept the drawer from ending in time.
    background.begin("draw", async () => {
      if (await outputs.drawAgain(key)) tell(name);
    });
  }
}

function makeCells(
  open: OpenNotebook,
  set: ParameterSet,
  { current, planned }: Plan,
): ReadonlyMap<string, CellView> {
  const { plan } = planned;
  const statuses = open.statuses(set, planned);
  const views = new Map<string, CellView>();
  for (const block of current.notebook.blocks) {
    if (block.type !== "cell") continue;
    const cell = plan.cells.get(block.name);
    const status = statuses.get(block.name);
    if (cell === undefined || status === undefined) continue;
    const result = cell.key === null ? null : cell.stored ?? open.shared.planner.result(cell.key);
    const last = open.lastMilliseconds(set, cell.name);
    views.set(block.name, {
      name: cell.name,
      kind: cell.step.kind,
      title: cell.step.title,
      parents: cell.parents,
      status,
      text: block.body.text,
      output: outputOf(open, set, { cell, status, result }),
      problems: distinctProblems([
        ...current.problems.filter(({ place }) => place.cell === cell.name),
        ...cell.problems,
        ...problemsOfRun(set, { cell, status, result }),
      ]),
      schema: cell.schema ?? result?.schema ?? null,
      automatic: last !== null && last <= QUICK_MILLISECONDS &&
        !readsConnection(current.notebook, cell.name) &&
        !asksOutside(cell),
    });
  }
  return views;
}

interface Standing {
  readonly cell: PlannedCell;
  readonly status: CellStatus;
  readonly result: StoredResult | null;
}

function outputOf(
  open: OpenNotebook,
  set: ParameterSet,
  { cell, status, result }: Standing,
): CellOutput | null {
  const shown = set.shown.get(cell.name);
  if (shown === undefined) return null;
  const { failure } = shown;
  if (status.state === "failed" && failure !== null && failure.key === cell.key) {
    if (failure.blocks.length > 0) {
      const { blocks, figures, rejected, milliseconds, at } = failure;
      return {
        key: failure.key ?? "",
        rows: 0,
        rejected,
        blocks,
        figures,
        drawings: {},
        milliseconds,
        computedAt: at,
        origin: "computed",
      };
    }
  }
  if (shown.key === null) return null;
  const origin = shown.origin ?? "cache";
  const output = open.shared.outputs.peek(shown.key);
  if (output !== null) return { ...output, origin };
  return result !== null && result.key === shown.key
    ? { ...bareOutput(cell, result), drawings: {}, origin }
    : null;
}

/** What a result is shown as before anything is drawn. */
function bareOutput(cell: PlannedCell, result: StoredResult): Omit<Output, "drawings"> {
  const { key, rows, rejected, facts, milliseconds, computedAt } = result;
  return {
    key,
    rows,
    rejected,
    blocks: cell.step.render(facts, cell.parameters),
    figures: cell.step.summarize(facts, cell.parameters),
    milliseconds,
    computedAt,
  };
}

function problemsOfRun(
  set: ParameterSet,
  { cell, status, result }: Standing,
): readonly Problem[] {
  const failure = set.shown.get(cell.name)?.failure ?? null;
  if (status.state === "failed") {
    return failure !== null && failure.key === cell.key ? failure.problems : [];
  }
  const isShown = result !== null && set.shown.get(cell.name)?.key === result.key;
  return isShown ? result.problems.map(cell.locate) : [];
}

async function makeParameters(
  open: OpenNotebook,
  set: ParameterSet,
  { current, planned }: Plan,
): Promise<readonly ParameterView[]> {
  const { given } = set;
  return await Promise.all(
    [...current.notebook.head.parameters].map(async ([name, declaration]) => {
      const refused = given.problems.get(name) ?? null;
      const isGiven = Object.hasOwn(given.taken, name) || refused !== null;
      const value = given.taken[name] ?? given.refused[name] ?? defaultText(declaration);
      const choices = await findChoices(open, planned.plan, declaration);
      return { name, declaration, value, given: isGiven, choices, problem: refused };
    }),
  );
}
