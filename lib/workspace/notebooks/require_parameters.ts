/**
 * Refuses parameters that a notebook would not take: pages fall back to defaults, which whoever is no
 * person would not see.
 *
 * @module
 */
import { AppError, type Problem } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";
import type { Notebooks } from "./contract.ts";
import type { GivenParameters } from "./notebook_view.ts";

/** @throws AppError BAD_PARAMETER with a problem for each that is unknown, or has another value */
export async function requireParameters(
  notebooks: Pick<Notebooks, "open">,
  { id, parameters }: { readonly id: string; readonly parameters: GivenParameters },
): Promise<void> {
  const view = await notebooks.open({ id, parameters });
  const problems = Object.keys(parameters).flatMap((name): Problem[] => {
    const declared = view.parameters.find((one) => one.name === name);
    const message = declared === undefined
      ? `Cannot answer as the notebook must declare a parameter: current value is "${name}"`
      : declared.problem;
    const names = view.parameters.map((one) => one.name);
    const remedy = declared === undefined ? suggestName(name, names) : null;
    const place = { key: `parameters.${name}` };
    return message === null
      ? []
      : [{ severity: "error", code: "BAD_PARAMETER", message, place, remedy }];
  });
  if (problems.length === 0) return;
  throw new AppError("BAD_PARAMETER", problems[0].message, { problems });
}
