/**
 * A chart that was drawn when its cell had run: as a file, and what it shows.
 *
 * @module
 */
import type { Block, Figure } from "@/lib/chart/block.ts";
import type { Drawer } from "@/lib/chart/drawer.ts";
import { isFigure } from "@/lib/chart/figure.ts";
import { svgFile } from "@/lib/chart/svg_file.ts";
import type { Theme } from "@/lib/chart/theme.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";
import type { ChartFormat } from "./contract.ts";

interface ChartAsked {
  readonly key: Key;
  readonly place: number;
  readonly format: ChartFormat;
  readonly theme: Theme;
}

/** Returns the file. @throws AppError NOT_FOUND; TIME_LIMIT and PROCESS_ENDED of painting */
export async function chartFile(
  { database, drawer }: { readonly database: Database; readonly drawer: Pick<Drawer, "paint"> },
  { key, place, format, theme }: ChartAsked,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = await database.kysely.selectFrom("drawings").select("wide")
    .where("key", "=", key).where("place", "=", place).executeTakeFirst();
  if (found === undefined) throw noChart(place);
  switch (format) {
    case "svg":
      return new TextEncoder().encode(svgFile(found.wide));
    case "png":
      return await drawer.paint(found.wide, { theme });
  }
}

/** Returns what a chart shows. @throws AppError NOT_FOUND */
export async function findFigure(
  { kysely }: Database,
  { key, place }: Pick<ChartAsked, "key" | "place">,
): Promise<Figure> {
  const found = await kysely.selectFrom("outputs").select("blocks")
    .where("key", "=", key).executeTakeFirst();
  // Written by ourselves from blocks.
  const blocks: readonly Block[] = found === undefined ? [] : JSON.parse(found.blocks);
  const block = place in blocks ? blocks[place] : null;
  if (block === null || !isFigure(block)) throw noChart(place);
  return block;
}

function noChart(place: number): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the chart as the result has none in its place: current value is ${place}`,
  );
}
