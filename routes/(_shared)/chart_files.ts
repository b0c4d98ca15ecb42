/**
 * Charts as answers: pictures, and what they show.
 *
 * @module
 */
import { HttpError } from "@daybook/web";
import type { Figure } from "@/lib/chart/block.ts";
import type { Tables } from "@/lib/workspace/tables/contract.ts";
import { answerFigure, answerFile, fileName } from "./result_files.ts";

const TYPES = { svg: "image/svg+xml", png: "image/png" } as const;

interface ChartAsked {
  readonly key: string;
  /** A place among the blocks and what the chart is had as: `2.svg`. */
  readonly file: string;
  readonly query: URLSearchParams;
  /** Returns what the chart at a place shows. */
  readonly figureAt: (place: number) => Promise<Figure>;
}

/** Answers with a chart: `svg` and `png` are files, `csv` and `json` what it shows. */
export async function answerChart(
  tables: Tables,
  { key, file, query, figureAt }: ChartAsked,
): Promise<Response> {
  const [, digits, extension] = /^(\d{1,4})\.(svg|png|csv|json)$/.exec(file) ?? [];
  const place = Number(digits);
  const name = query.get("name") ?? `chart-${key.slice(0, 12)}-${digits}`;
  if (extension === "csv" || extension === "json") {
    return answerFigure(await figureAt(place), { format: extension, name });
  }
  if (extension !== "svg" && extension !== "png") throw new HttpError(404);
  const theme = query.get("theme") === "dark" ? "dark" : "light";
  return await answerFile(tables.chart({ key, place, format: extension, theme }), {
    name: fileName(name, extension),
    type: TYPES[extension],
  });
}
