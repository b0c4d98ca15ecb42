import { composeTemplate, type ToldCell } from "@/lib/steps/summary/compose.ts";
import { fillTemplate } from "@/lib/steps/summary/template.ts";

/** Returns the summary that a cell without a text of its own would have, by paragraph. */
export function writeTemplate(cells: readonly ToldCell[], zone: string): readonly string[] {
  const figures = new Map(
    cells.flatMap(({ cell, figures }) =>
      Object.entries(figures).map(([path, figure]) => [`${cell}.${path}`, figure] as const)
    ),
  );
  return fillTemplate(composeTemplate(cells), figures, zone)
    .map((spans) => spans.map(({ text }) => text).join("")).filter((text) => text !== "");
}
