/**
 * Finds the value of a `${name}` in the text.
 *
 * @module
 */
import type { Node } from "@pgsql/types";
import { suggestName } from "@/lib/nearest.ts";
import type { Context } from "@/lib/sql/context.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";

/**
 * Returns the value that `$<number>` in the tree stands for.
 *
 * @throws {AppError} BAD_PARAMETER when the notebook has no such parameter.
 */
export function parameterValue(
  number: number,
  context: Context,
  location?: number,
): ParameterValue {
  const { source, parameters } = context;
  const { name, end } = source.references[number - 1];
  const value = parameters.get(name);
  if (value === undefined) {
    return source.refuse({
      code: "BAD_PARAMETER",
      message: `Cannot find a parameter of this name: current value is "${name}"`,
      location,
      remedy: suggestName(name, parameters.keys()) ??
        "Declare it under params in the notebook's head",
    });
  }
  // A range that is all has no ends, and a condition on one of them holds for every row too.
  if (end === null || (value.type === "choice" && value.value === "all")) return value;
  if (value.type === "date_range") return { type: "date", value: value[end] };
  return source.refuse({
    code: "BAD_PARAMETER",
    message:
      `Cannot take .${end} of a parameter that is no range of days: current value is "${name}"`,
    location,
  });
}

/** The value of the parameter that this part is, or `null` when it is something else. */
export function asParameter(node: Node | undefined, context: Context): ParameterValue | null {
  if (node === undefined || !("ParamRef" in node)) return null;
  return parameterValue(node.ParamRef.number ?? 0, context, node.ParamRef.location);
}

/** Whether this part is a parameter that is all: a condition on it holds for every row. */
export function isAll(node: Node | undefined, context: Context): boolean {
  const value = asParameter(node, context);
  return value?.type === "choice" && value.value === "all";
}
