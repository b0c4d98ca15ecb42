/**
 * Fills a summary's text with figures: `{{ daily.revenue.total }}` is the cell's
 * figure of this name, written with its unit. Numbers come from results alone.
 *
 * @module
 */
import type { Span } from "@/lib/chart/block.ts";
import { formatMoment, formatNumber, NOTHING } from "@/lib/chart/format.ts";
import { shortened, upright } from "@/lib/chart/plain.ts";
import { AppError, type Problem } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";
import type { FigureValue } from "@/lib/steps/step.ts";

/** Figures by `cell.figure`. */
export type FigureMap = ReadonlyMap<string, FigureValue>;

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Returns the names of the cells that a text takes figures from, each once. */
export function cellsOfTemplate(template: string): string[] {
  const names = [...template.matchAll(PLACE)].map(([, path]) => path.split(".")[0]);
  return [...new Set(names)];
}

/**
 * Returns the paragraphs of a text; moments are told by the clocks of the zone.
 *
 * @throws AppError BAD_PARAMETER with a problem for each figure that does not exist
 */
export function fillTemplate(
  template: string,
  figures: FigureMap,
  zone: string,
): readonly (readonly Span[])[] {
  const problems: Problem[] = [];
  const paragraphs = template.trim().split(/\n\s*\n/).map((text) => {
    const spans: Span[] = [];
    let from = 0;
    for (const match of text.matchAll(PLACE)) {
      pushPlain(spans, text.slice(from, match.index));
      from = match.index + match[0].length;
      const [path, style] = partsOf(match[1], figures);
      const figure = figures.get(path);
      if (figure === undefined) problems.push(unknownFigure(path, figures));
      else {
        spans.push({
          kind: "figure",
          text: writeFigure(figure, { zone, short: style === "short" }),
          cell: path.split(".")[0],
        });
      }
    }
    pushPlain(spans, text.slice(from));
    return spans;
  });
  if (problems.length > 0) {
    throw new AppError("BAD_PARAMETER", problems[0].message, { problems });
  }
  return paragraphs;
}

/** Whether a place of a text can hold a path: a name of the data may be anything. */
export function isPlaceable(path: string): boolean {
  return path === path.trim() && !/[{}]|\n\s*\n/.test(path);
}

/** A bar parts a figure from its style, unless a name has one. */
function partsOf(place: string, figures: FigureMap): readonly string[] {
  if (figures.has(place)) return [place];
  const bar = place.lastIndexOf("|");
  return bar === -1 ? [place] : [place.slice(0, bar).trim(), place.slice(bar + 1).trim()];
}

/** A text of more letters is a name that says no more at its full length. */
const LONGEST = 500;

/** Writes a figure as people read it, days and moments too; "short" writes 412k for 412,345. */
function writeFigure(
  { value, unit }: FigureValue,
  { zone, short }: { readonly zone: string; readonly short: boolean },
): string {
  if (typeof value === "number") return formatNumber(value, { unit, compact: short });
  if (value === null) return NOTHING;
  return value.length > LONGEST ? shortened(value) : formatMoment(upright(value), zone);
}

function pushPlain(spans: Span[], text: string): void {
  const plain = text.replace(/\s+/g, " ");
  if (plain !== "") spans.push({ kind: "plain", text: plain });
}

function unknownFigure(path: string, figures: FigureMap): Problem {
  return {
    severity: "error",
    code: "BAD_PARAMETER",
    message: `Cannot find a figure of this name: current value is "${path}"`,
    place: { key: "template" },
    remedy: suggestName(path, figures.keys()) ??
      `Figures are ${[...figures.keys()].slice(0, 12).join(", ")}`,
  };
}
