/**
 * What a run would do, without touching rows: the graph, each cell's key, and
 * its output's columns or its problems.
 *
 * @module
 */
import type { ErrorCode, Problem } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { cellsOf, type Notebook } from "@/lib/notebook/model.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import type { AnyStep, PlannedInput, Setting } from "@/lib/steps/step.ts";
import { addProblems, discover, type Draft, draftCell, type DraftOptions } from "./draft.ts";
import { type Graph, makeGraph, type Node } from "./graph.ts";
import { type Key, makeKey } from "./keys.ts";
import type { StoredResult } from "./result.ts";

/** A cell of a plan. */
export interface PlannedCell {
  readonly name: string;
  readonly step: AnyStep;
  /** `null` where the body is wrong. */
  readonly parameters: unknown;
  readonly parents: readonly string[];
  /** `null` where the cell or one above it is wrong. */
  readonly key: Key | null;
  /** The output's columns; `null` where only reading tells. */
  readonly schema: Schema | null;
  readonly stored: StoredResult | null;
  readonly waits: string | null;
  readonly problems: readonly Problem[];
  readonly sources: Sources;
  /** Adds the place in the file to a problem that names a key of the cell. */
  readonly locate: (problem: Problem) => Problem;
}

/** A notebook that may run, and all that is wrong with it. */
export interface Plan {
  readonly notebook: Notebook;
  readonly setting: Setting;
  /** In the order of the page. */
  readonly cells: ReadonlyMap<string, PlannedCell>;
  /** Parents before children. */
  readonly order: readonly string[];
  /** Of all cells and edges. */
  readonly problems: readonly Problem[];
}

/** What a notebook is planned with. */
export interface PlanOptions extends DraftOptions {
  readonly asOf: string;
  /** Columns that the heads of files have told, by key; results tell them better. */
  readonly heads?: ReadonlyMap<Key, Schema>;
  /** Finds what the catalogue has; the plan is given as it would be if that were nothing. */
  readonly stored: (
    keys: readonly Key[],
    plan: Plan,
  ) => Promise<ReadonlyMap<Key, StoredResult>>;
}

/** Plans a notebook. Problems are in the plan; only what is no one's fault is thrown. */
export async function makePlan(notebook: Notebook, options: PlanOptions): Promise<Plan> {
  const setting: Setting = {
    parameters: options.values,
    asOf: options.asOf,
    zone: notebook.head.timeZone,
    weekStarts: notebook.head.weekStarts,
  };
  const drafts = new Map<string, Draft>();
  for (const cell of cellsOf(notebook)) {
    const step = stepOfKind(cell.kind);
    if (step !== null) drafts.set(cell.name, draftCell(notebook, { cell, step, options }));
  }
  const graph = makeGraph([...drafts.values()].map(({ graphCell }) => graphCell));
  await Promise.all([...drafts.values()].map((one) => discover(one, { setting, options })));
  const keys = makeKeys(graph.order, { drafts, nodes: graph.nodes, setting });
  const parts = { notebook, setting, drafts, graph, keys };
  const stored = await options.stored(
    [...keys.values()],
    assemble(parts, { stored: new Map(), schemas: new Map() }),
  );
  const schemas = new Map<string, Schema>();
  for (const name of graph.order) {
    const one = drafts.get(name);
    const node = graph.nodes.get(name);
    if (one === undefined || node === undefined) continue;
    const key = keys.get(name);
    const known = key === undefined ? undefined : stored.get(key);
    const head = key === undefined ? undefined : options.heads?.get(key);
    const nodes = graph.nodes;
    const schema = known?.schema ?? head ??
      tellColumns(one, { node, nodes, schemas, drafts, setting });
    if (schema !== null) schemas.set(name, schema);
  }
  return assemble(parts, { stored, schemas });
}

interface Parts {
  readonly notebook: Notebook;
  readonly setting: Setting;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly graph: Graph;
  readonly keys: ReadonlyMap<string, Key>;
}

/** Puts a plan together from what is known of its cells. */
function assemble(
  { notebook, setting, drafts, graph, keys }: Parts,
  { stored, schemas }: {
    readonly stored: ReadonlyMap<Key, StoredResult>;
    readonly schemas: ReadonlyMap<string, Schema>;
  },
): Plan {
  const cells = new Map<string, PlannedCell>();
  for (const [name, one] of drafts) {
    // What a statement mentions is told at its word where the statement itself could be read.
    const isTold = one.problems.some(({ severity }) => severity === "error");
    const edges = graph.problems
      .filter(({ place }) => place.cell === name && !(isTold && place.key === undefined))
      .map(one.locate);
    const key = keys.get(name) ?? null;
    const node = graph.nodes.get(name);
    cells.set(name, {
      name,
      step: one.step,
      parameters: one.parameters,
      parents: node?.parents ?? [],
      key,
      schema: schemas.get(name) ?? null,
      stored: key === null ? null : stored.get(key) ?? null,
      waits: node?.waits ?? null,
      problems: [...edges, ...one.problems],
      sources: one.sources,
      locate: one.locate,
    });
  }
  const problems = [...cells.values()].flatMap((cell) => cell.problems);
  return { notebook, setting, cells, order: graph.order, problems };
}

function makeKeys(
  order: readonly string[],
  { drafts, nodes, setting }: {
    readonly drafts: ReadonlyMap<string, Draft>;
    readonly nodes: ReadonlyMap<string, Node>;
    readonly setting: Setting;
  },
): Map<string, Key> {
  const keys = new Map<string, Key>();
  for (const name of order) {
    const one = drafts.get(name);
    const node = nodes.get(name);
    if (one === undefined || node === undefined || one.parameters === null) continue;
    if (one.problems.length > 0 || one.cell.disabled) continue;
    const parents = node.parents.map((parent) => keys.get(parent));
    if (parents.some((parent) => parent === undefined)) continue;
    const needsParent = one.step.takes !== "nothing" && one.step.takes !== "many";
    if (needsParent && !hasInput(one, node)) continue;
    // What takes many may quote the figures of a check or chart itself.
    const sources = one.step.takes === "many"
      ? parents
      : node.parents.map((parent) => keys.get(sourceOf(parent, { drafts, nodes })));
    keys.set(
      name,
      makeKey({
        kind: one.step.kind,
        version: one.step.version,
        parameters: one.step.keyed?.(one.parameters) ?? one.parameters,
        setting: usedSetting(one, setting),
        parents: sources.filter((parent) => parent !== undefined),
        digests: one.discovery?.digests ?? [],
      }),
    );
  }
  return keys;
}

/** Whether a cell has an input besides the events that it names, which come last. */
function hasInput({ graphCell: { events } }: Draft, { parents }: Node): boolean {
  return parents.length > (events !== null && parents.at(-1) === events ? 1 : 0);
}

/** Returns the cell whose rows a cell hands on: another chart or check leaves what is below as it is. */
function sourceOf(
  name: string,
  { drafts, nodes }: {
    readonly drafts: ReadonlyMap<string, Draft>;
    readonly nodes: ReadonlyMap<string, Node>;
  },
): string {
  const parent = nodes.get(name)?.parents[0];
  return drafts.get(name)?.step.gives === "same" && parent !== undefined
    ? sourceOf(parent, { drafts, nodes })
    : name;
}

/** The part of the setting that a cell's result can depend on. */
function usedSetting({ cell, step, parameters }: Draft, setting: Setting): unknown {
  const used = [...cell.body.text.matchAll(/\$\{\s*(\w+)/g)].map(([, name]) => name);
  return {
    parameters: Object.fromEntries(
      [...setting.parameters].filter(([name]) => used.includes(name)),
    ),
    zone: setting.zone,
    weekStarts: setting.weekStarts,
    asOf: step.clock?.(parameters) ? setting.asOf : null,
  };
}

/** Tells a cell's columns from those of its inputs; `null` where they are unknown or wrong. */
function tellColumns(
  one: Draft,
  { node, nodes, schemas, drafts, setting }: {
    readonly node: Node;
    readonly nodes: ReadonlyMap<string, Node>;
    readonly schemas: ReadonlyMap<string, Schema>;
    readonly drafts: ReadonlyMap<string, Draft>;
    readonly setting: Setting;
  },
): Schema | null {
  const parameters = one.parameters ?? one.rest;
  if (parameters === null) return null;
  if (one.discovery !== null && one.discovery.schema !== null) return one.discovery.schema;
  const inputs: PlannedInput[] = [];
  for (const parent of node.parents) {
    const schema = schemas.get(parent);
    const kind = drafts.get(parent)?.cell.kind;
    if (schema === undefined || kind === undefined) {
      checkByOutline(one, drafts.get(sourceOf(node.parents[0], { drafts, nodes })));
      return null;
    }
    inputs.push({ cell: parent, kind, schema });
  }
  if (one.step.takes !== "nothing" && one.step.takes !== "many" && !hasInput(one, node)) {
    return null;
  }
  try {
    const schema = one.step.columns(
      one.step.takes === "many" ? inputs : inputs[0],
      parameters,
      setting,
    );
    // The columns of a part would tell those below what is not so.
    return one.parameters === null ? null : schema;
  } catch (error) {
    addProblems(one, error, one.parameters === null ? COLUMN_CODES : null);
    return null;
  }
}

/** Checks a cell by what the body of the one above tells, as long as nobody knows its columns. */
function checkByOutline(one: Draft, above: Draft | undefined): void {
  const told = above === undefined || above.parameters === null
    ? undefined
    : above.step.outline?.(above.parameters);
  if (told === undefined || one.parameters === null) return;
  try {
    one.step.checkOutline?.(told, one.parameters);
  } catch (error) {
    addProblems(one, error);
  }
}

/** What is wrong with a column is wrong whatever else the body says. */
const COLUMN_CODES: readonly ErrorCode[] = ["MISSING_COLUMN", "WRONG_TYPE", "BAD_EXPRESSION"];
