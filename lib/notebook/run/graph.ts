/**
 * Who hangs on whom: the graph of a notebook's cells, and the order of running.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Stage } from "@/lib/frame/schema.ts";
import { nearestName } from "@/lib/nearest.ts";
import { type GraphCell, StageFinder } from "./graph_cell.ts";
import { namedEvents } from "./named_events.ts";

/** A cell's place in the graph. */
export interface Node {
  readonly name: string;
  /** In the order in which the cell takes them, the events that it names last. */
  readonly parents: readonly string[];
  readonly stage: Stage | null;
  /** Why the cell can't run though its body is right; `null` where it can. */
  readonly waits: string | null;
}

/** The cells of a notebook and their edges, with what is wrong with these. */
export interface Graph {
  /** Parents before children, else in the order of the page. */
  readonly order: readonly string[];
  readonly nodes: ReadonlyMap<string, Node>;
  readonly problems: readonly Problem[];
}

/** Finds each cell's parents, an order of running, and what is wrong with the edges. */
export function makeGraph(cells: readonly GraphCell[]): Graph {
  const problems: Problem[] = [];
  const byName = new Map(cells.map((cell) => [cell.name, cell]));
  const stages = new StageFinder(cells);
  const parents = new Map<string, readonly string[]>();
  for (const [position, cell] of cells.entries()) {
    const events = namedEvents(cell, { byName, stages, problems });
    const named = cell.from ?? cell.mentions;
    if (named === null) {
      const nearest = nearestAbove(cells, position, { stages, problems });
      parents.set(cell.name, [...nearest, ...events]);
      continue;
    }
    for (const name of named.filter((name) => !byName.has(name))) {
      problems.push(unknownCell(cell, name, [...byName.keys()]));
    }
    const known = named.filter((name) => byName.has(name));
    parents.set(cell.name, [...known, ...events]);
    for (const name of known) {
      const stage = stages.of(name);
      if (stage !== null && !cell.accepts.includes(stage)) {
        problems.push(wrongStage(cell, name, stage));
      }
    }
  }
  const { order, cycles } = sort(cells.map((cell) => cell.name), parents);
  for (const cycle of cycles) problems.push(...cycle.map((name) => cycleAt(name, cycle)));

  const nodes = new Map<string, Node>();
  for (const name of order) {
    const own = parents.get(name) ?? [];
    nodes.set(name, {
      name,
      parents: own,
      stage: stages.of(name),
      waits: reasonToWait(name, own, { byName, nodes }),
    });
  }
  return { order, nodes, problems };
}

function nearestAbove(
  cells: readonly GraphCell[],
  position: number,
  { stages, problems }: { readonly stages: StageFinder; readonly problems: Problem[] },
): readonly string[] {
  const cell = cells[position];
  if (cell.accepts.length === 0) return [];
  const nearest = stages.nearestAbove(position, cell);
  if (nearest !== null) return [nearest];
  problems.push({
    severity: "error",
    code: "WRONG_STAGE",
    message: `Cannot run "${cell.name}" as no cell above it gives what ${cell.kind} takes: ` +
      `current value is ${cell.accepts.join(" or ")}`,
    place: { cell: cell.name, key: "from" },
    remedy: "Add such a cell above it, or name one with from",
  });
  return [];
}

function reasonToWait(
  name: string,
  parents: readonly string[],
  { byName, nodes }: {
    readonly byName: ReadonlyMap<string, GraphCell>;
    readonly nodes: ReadonlyMap<string, Node>;
  },
): string | null {
  if (byName.get(name)?.disabled) return "it is disabled";
  for (const parent of parents) {
    if (byName.get(parent)?.disabled) return `"${parent}" is disabled`;
    const reason = nodes.get(parent)?.waits ?? null;
    if (reason !== null) return reason.startsWith('"') ? reason : `"${parent}" waits`;
  }
  return null;
}

/** Orders by depth first search in the order of the page; a cell on a cycle is left out. */
function sort(
  names: readonly string[],
  parents: ReadonlyMap<string, readonly string[]>,
): { readonly order: readonly string[]; readonly cycles: readonly (readonly string[])[] } {
  const order: string[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  // The depth is that of the graph, at most one call a cell; the file format caps their number.
  const visit = (name: string): void => {
    if (done.has(name)) return;
    const start = path.indexOf(name);
    if (start >= 0) {
      cycles.push(path.slice(start));
      return;
    }
    path.push(name);
    for (const parent of parents.get(name) ?? []) visit(parent);
    path.pop();
    done.add(name);
    order.push(name);
  };
  for (const name of names) visit(name);
  const onCycle = new Set(cycles.flat());
  return { order: order.filter((name) => !onCycle.has(name)), cycles };
}

function unknownCell(cell: GraphCell, name: string, names: readonly string[]): Problem {
  const near = nearestName(name, names.filter((other) => other !== cell.name));
  return {
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: `Cannot find the input of "${cell.name}" as it must name a cell: ` +
      `current value is "${name}"`,
    place: {
      cell: cell.name,
      key: cell.mentions === null || cell.from !== null ? "from" : undefined,
    },
    remedy: near === null ? null : `Did you mean "${near}"`,
  };
}

function wrongStage(cell: GraphCell, parent: string, stage: Stage): Problem {
  return {
    severity: "error",
    code: "WRONG_STAGE",
    message: `Cannot feed "${cell.name}" as ${cell.kind} takes ${cell.accepts.join(" or ")}: ` +
      `current value is "${parent}", which gives ${stage}`,
    place: { cell: cell.name, key: "from" },
    remedy: null,
  };
}

function cycleAt(name: string, cycle: readonly string[]): Problem {
  return {
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: `Cannot order "${name}" as no cell may hang on itself: ` +
      `current value is ${[...cycle, cycle[0]].join(" → ")}`,
    place: { cell: name, key: "from" },
    remedy: "Change from in one of these cells",
  };
}
