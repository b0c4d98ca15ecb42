/**
 * What a parameter's control offers: the values of a column as the last result has them, the
 * measures or the dimensions of the notebook, sources of events and their metrics.
 *
 * @module
 */
import { valueAt } from "@/lib/frame/frame.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";
import { metricNames, sourceNames } from "@/lib/notebook/sources/events.ts";
import type { Plan } from "@/lib/notebook/run/plan.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { OpenNotebook } from "./open_notebook.ts";

/** Values of a column that are offered. */
const MAX_VALUES = 200;
const TIME_LIMIT_MILLISECONDS = 2000;
const ALL = "all";

/** Returns the texts to choose from; none where any may be typed. */
export async function findChoices(
  open: OpenNotebook,
  plan: Plan,
  declaration: ParameterDeclaration,
): Promise<readonly string[]> {
  switch (declaration.type) {
    case "choice": {
      const all = declaration.default === ALL ? [ALL] : [];
      if (declaration.options !== undefined) return unique([...all, ...declaration.options]);
      return unique([...all, ...await columnValues(open, plan, declaration.column ?? "")]);
    }
    case "measure":
    case "dimension": {
      const role = declaration.type;
      return unique([
        ...(declaration.default === ALL ? [ALL] : []),
        ...[...plan.cells.values()].flatMap(({ schema }) => namesOf(schema, role)),
      ]);
    }
    case "boolean":
      return ["true", "false"];
    case "date_range":
    case "date":
    case "number":
    case "text":
      return [];
    case "source":
    case "metric": {
      // A stranger's notebook is told no names.
      if (open.guard.type !== "own") return [];
      const { database } = open.shared.services;
      const names = declaration.type === "source"
        ? await sourceNames(database)
        : await metricNames(database, chosenSource(plan));
      return unique([...(declaration.default === ALL ? [ALL] : []), ...names]);
    }
  }
}

/** The source that the notebook's parameter names, where it has one; its metrics are offered. */
function chosenSource({ notebook, setting }: Plan): readonly string[] | typeof ALL {
  const found = [...notebook.head.parameters].find(([, { type }]) => type === "source");
  const value = found === undefined ? undefined : setting.parameters.get(found[0]);
  return value?.type === "choice" && value.value !== ALL ? [value.value] : ALL;
}

/** `place` is written `cell.column`. */
async function columnValues(
  open: OpenNotebook,
  plan: Plan,
  place: string,
): Promise<readonly string[]> {
  const dot = place.indexOf(".");
  const cell = plan.cells.get(place.slice(0, dot));
  const column = place.slice(dot + 1);
  if (cell === undefined || cell.key === null) return [];
  const { planner, columnValues: known, services: { database, log } } = open.shared;
  const result = cell.stored ?? planner.result(cell.key);
  // A chart or a check hands on the rows of the cell above it.
  if (result?.relation == null) {
    const [parent] = cell.parents;
    return cell.step.gives === "same" && parent !== undefined
      ? await columnValues(open, plan, `${parent}.${column}`)
      : [];
  }
  if (!result.schema.columns.some(({ name }) => name === column)) return [];
  const id = `${result.key} ${column}`;
  const kept = known.find(id);
  if (kept !== null) return kept;
  try {
    const name = quoteName(column);
    const found = await database.columns(
      `select distinct ${name}::text collate "C" as value from ${result.relation} ` +
        `where ${name} is not null order by 1 limit ${MAX_VALUES}`,
      [],
      { role: "results", timeLimitMilliseconds: TIME_LIMIT_MILLISECONDS },
    );
    const values = Array.from(
      { length: found.length },
      (_, row) => String(valueAt(found.columns[0], row)),
    );
    known.keep(id, values);
    return values;
  } catch (error) {
    // A control without choices takes any text.
    log.warn("choices.error", { error });
    return [];
  }
}

function namesOf(schema: Schema | null, role: "measure" | "dimension"): readonly string[] {
  if (schema?.stage !== "series") return [];
  return schema.columns.filter((column) => column.role === role).map(({ name }) => name);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
