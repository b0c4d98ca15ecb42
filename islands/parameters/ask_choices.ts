/**
 * What the controls of a page offer hangs on the source that is chosen: its metrics.
 *
 * @module
 */
import type { ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** What each parameter offers, by its name. */
export type Choices = Readonly<Record<string, readonly string[]>>;

/** Returns what parameters offer. */
export function choicesOf(
  parameters: readonly Pick<ParameterView, "name" | "choices">[],
): Choices {
  return Object.fromEntries(parameters.map(({ name, choices }) => [name, choices]));
}

/** Asks what a notebook's parameters offer where its address has this query; `null` where nobody says. */
export async function askChoices(path: string, query: string): Promise<Choices | null> {
  try {
    const answer = await fetch(`/api${path.replace(/\/app$/, "")}/view?${query}`);
    if (!answer.ok) return null;
    // It is our own answer.
    const { parameters } = await answer.json() as { readonly parameters: readonly ParameterView[] };
    return choicesOf(parameters);
  } catch {
    return null; // The page goes on with what it has.
  }
}

/** Returns the metrics to choose in place of those that the chosen source has not, by parameter. */
export function otherMetrics(
  parameters: readonly ParameterView[],
  { chosen, choices }: {
    readonly chosen: Readonly<Record<string, string>>;
    readonly choices: Choices;
  },
): readonly (readonly [parameter: ParameterView, metric: string])[] {
  return parameters.flatMap((parameter) => {
    const { name, declaration: { type } } = parameter;
    const [first] = choices[name] ?? [];
    const isKept = type !== "metric" || first === undefined || choices[name].includes(chosen[name]);
    return isKept ? [] : [[parameter, first] as const];
  });
}
