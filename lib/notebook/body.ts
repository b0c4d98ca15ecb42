/**
 * Reads what a cell's body means by its kind's schema.
 *
 * @module
 */
import type { z } from "zod";
import type { Problem } from "@/lib/errors.ts";
import { nearestName } from "@/lib/nearest.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import { isParameterPlace, type Path } from "@/lib/steps/schema.ts";
import { isMapping, type YamlMapping, type YamlValue } from "./file/yaml.ts";
import { checkValue } from "./issues.ts";
import { type Cell, COMMON_KEYS, type Notebook } from "./model.ts";
import { byPlace, problemAt } from "./place.ts";

/** A body that fits its schema, or all that is wrong with it. */
export type BodyReading<T> =
  | { readonly ok: true; readonly parameters: T }
  | {
    readonly ok: false;
    readonly problems: readonly Problem[];
    /** The parameters without the keys at fault; `null` where these cannot be left out. */
    readonly rest: T | null;
  };

/** What a body is read with. */
export interface BodyContext {
  readonly notebook: Notebook;
  /** What `${name}` stands for where it is a whole value and no expression. */
  readonly values: ReadonlyMap<string, ParameterValue>;
}

const REFERENCE = /^\$\{([^{}]*)\}$/;

/** Checks a cell's body; one whose YAML could not be read has no problems beyond those of parsing. */
export function readBody<T>(
  cell: Cell,
  schema: z.ZodType<T>,
  { notebook, values }: BodyContext,
): BodyReading<T> {
  if (!cell.body.sound) return { ok: false, problems: [], rest: null };
  const problems: Problem[] = [];
  const put = (value: YamlValue, path: Path): YamlValue => {
    if (Array.isArray(value)) return value.map((item, i) => put(item, [...path, i]));
    if (isMapping(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, put(item, [...path, key])]),
      );
    }
    const name = typeof value === "string" ? REFERENCE.exec(value)?.[1] : undefined;
    if (name === undefined || !isParameterPlace(schema, path)) return value;
    const found = values.get(name);
    if (found !== undefined) return plainValue(found);
    problems.push(problemAt({ notebook, cell }, path, unknownParameter(name, values)));
    return value;
  };
  const filled = put(ownKeys(cell), []);
  if (problems.length > 0) return { ok: false, problems, rest: null };
  const checked = checkValue(schema, filled, COMMON_KEYS);
  if ("value" in checked) return { ok: true, parameters: checked.value };
  const told = checked.issues.map(({ path, at, message, remedy }) =>
    problemAt({ notebook, cell }, path, {
      message: message.replace("this cell", `the cell "${cell.name}"`)
        .replace("this kind", `the kind "${cell.kind}"`),
      remedy,
      at,
    })
  );
  return { ok: false, problems: told.toSorted(byPlace), rest: checked.rest };
}

/** Returns the body without the keys that mean the same in every kind. */
function ownKeys(cell: Cell): YamlMapping {
  const common: readonly string[] = COMMON_KEYS;
  return Object.fromEntries(
    Object.entries(cell.body.values).filter(([key]) => !common.includes(key)),
  );
}

/** What a parameter puts in the place of `${name}`. */
function plainValue(value: ParameterValue): YamlValue {
  switch (value.type) {
    case "date_range":
      return { from: value.from, to: value.to };
    case "list":
      return value.values;
    case "date":
    case "number":
    case "text":
    case "choice":
    case "boolean":
      return value.value;
  }
}

function unknownParameter(name: string, values: ReadonlyMap<string, ParameterValue>) {
  const nearest = nearestName(name, values.keys());
  return {
    message: `Cannot use \${${name}} as the notebook declares no parameter of this name: ` +
      `current value is ${JSON.stringify(name)}`,
    remedy: nearest === null
      ? "Declare it under params at the top"
      : `Did you mean \${${nearest}}?`,
  };
}
