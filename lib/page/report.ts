/**
 * A run as one HTML file: no script, no outside request, charts inline with their
 * figures as tables, light and dark, for screens, phones and paper.
 *
 * @module
 */
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import "@/lib/web/text_lists.ts";
import type { Figure } from "@/lib/chart/block.ts";
import { drawFigure, isFigure, widthsOf } from "@/lib/chart/figure.ts";
import { assignColours, type ColourAssignment } from "@/lib/chart/theme.ts";
import { ReportPage } from "./ReportPage.tsx";
import type { Drawing } from "@/lib/chart/drawing.ts";
import type { Drawings, Report } from "./report_shape.ts";

/** Renders a report as the text of one HTML file. The same report gives the same text. */
export async function renderReport(report: Report): Promise<string> {
  const blocks = [
    ...report.summary,
    ...report.parts.flatMap((part) => part.type === "cell" ? part.cell.blocks : []),
  ];
  const drawings = await drawAll(blocks.filter(isFigure), assignColours(blocks));
  return renderDrawnReport(report, drawings);
}

/** Renders a report whose charts have been drawn; one without a drawing is shown as its table. */
export function renderDrawnReport(report: Report, drawings: Drawings): string {
  return `<!doctype html>\n${renderToString(h(ReportPage, { report, drawings }))}\n`;
}

async function drawAll(
  figures: readonly Figure[],
  colours: ColourAssignment,
): Promise<Drawings> {
  const drawn = new Map<Figure, Drawing>();
  for (const figure of figures) {
    const { wide, narrow } = widthsOf(figure);
    drawn.set(figure, {
      wide: await drawFigure(figure, { width: wide, colours }),
      narrow: await drawFigure(figure, { width: narrow, colours }),
    });
  }
  return drawn;
}
