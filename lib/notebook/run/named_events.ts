/**
 * The events cell that a cell names beside its input, and what is wrong with the name.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import { nearestName } from "@/lib/nearest.ts";
import type { GraphCell, StageFinder } from "./graph_cell.ts";

/** Returns the events cell that a cell names, if any, and adds what is wrong with it to the problems. */
export function namedEvents(
  cell: GraphCell,
  { byName, stages, problems }: {
    readonly byName: ReadonlyMap<string, GraphCell>;
    readonly stages: StageFinder;
    readonly problems: Problem[];
  },
): readonly string[] {
  if (cell.events === null) return [];
  const place = { cell: cell.name, key: "events" };
  const known = [...byName.keys()].filter((name) => stages.of(name) === "events");
  if (!byName.has(cell.events)) {
    const near = nearestName(cell.events, known);
    problems.push({
      severity: "error",
      code: "BAD_NOTEBOOK",
      message: `Cannot find the events of "${cell.name}" as they must name a cell: ` +
        `current value is "${cell.events}"`,
      place,
      remedy: near === null ? remedyOf(known) : `Did you mean "${near}"?`,
    });
    return [];
  }
  const stage = stages.of(cell.events);
  if (stage !== null && stage !== "events") {
    problems.push({
      severity: "error",
      code: "WRONG_STAGE",
      message: `Cannot take events of "${cell.name}" from a cell of another kind: ` +
        `current value is "${cell.events}", which gives ${stage}`,
      place,
      remedy: remedyOf(known),
    });
  }
  return [cell.events];
}

function remedyOf(known: readonly string[]): string {
  return known.length === 0
    ? "Add an events cell; a table of events is read by its from"
    : `Events cells are ${known.join(", ")}`;
}
