/**
 * Paints the charts of a letter, so that they are inside it.
 *
 * @module
 */
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { BriefChart } from "@/lib/deliver/mail/brief_letter.ts";
import type { ContentChart } from "./content.ts";

/** Paints charts, in order; one that its cell's page has not drawn yet is drawn. Throws as `Drawer` does. */
export async function paintCharts(
  charts: readonly ContentChart[],
  drawer: Pick<Drawer, "draw" | "paint">,
): Promise<readonly BriefChart[]> {
  const undrawn = charts.filter(({ svg }) => svg === null).map(({ figure }) => figure);
  const drawings = await drawer.draw(undrawn);
  return await Promise.all(charts.map(async ({ figure, svg }, i): Promise<BriefChart> => {
    const narrow = svg ?? drawings[undrawn.indexOf(figure)].narrow;
    const bytes = await drawer.paint(narrow, { theme: "light", bare: true });
    const { title, answer } = figure;
    return { title, answer, picture: { id: `chart-${i + 1}@daybook`, bytes } };
  }));
}
