/**
 * Names of lines and layers at their right ends, in their colours, in place of a legend.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import type { Amount, Series } from "@/lib/chart/block.ts";
import {
  type Box,
  type Canvas,
  type DrawOptions,
  isNarrow,
  TEXT_SIZE,
} from "@/lib/chart/figure/canvas.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { shorten, spread, textWidth } from "./labels.ts";
import type { Scale } from "./ticks.ts";

/** Returns how much room the names need at the right. */
export function endMargin(series: readonly Series[], options: DrawOptions): number {
  if (series.length === 0) return 0;
  return 14 + Math.max(...series.map((one) => textWidth(labelOf(one, options))));
}

/** Letters of a name at the most: on a phone "quarter before" is whole. */
const LETTERS = { wide: 22, narrow: 14 } as const;

function labelOf({ name, style }: Series, options: DrawOptions): string {
  if (!isNarrow(options)) return shorten(name ?? "", LETTERS.wide);
  const short = style === "muted" ? name?.replace(/^the /, "") : name;
  return shorten(short ?? "", LETTERS.narrow);
}

/** Where the labels go: the lines' last values decide, `box` has the room. */
export interface EndSpace {
  readonly periods: readonly string[];
  readonly series: readonly Series[];
  readonly scale: Scale;
  readonly box: Box;
  readonly options: DrawOptions;
}

/** Returns a label for each named line, as near to its end as its neighbours allow. */
export function endLabels({ plot }: Canvas, space: EndSpace): readonly Markish[] {
  const { series, scale, box, options } = space;
  const ends = series
    .map((one) => ({ one, value: lastOf(one.values) }))
    .filter((end): end is { one: Series; value: number } => end.value !== null);
  const height = box.height - box.marginTop - box.marginBottom;
  const bottom = box.marginTop + height;
  const wanted = ends.map(({ value }) =>
    box.marginTop + ((scale.high - value) / (scale.high - scale.low)) * height
  );
  const placed = spread(wanted, TEXT_SIZE + 3, [box.marginTop, bottom]);
  return ends.map(({ one }, index) =>
    plot.text([labelOf(one, options)], {
      frameAnchor: "top-right",
      textAnchor: "start",
      lineAnchor: "middle",
      dx: 8,
      dy: placed[index] - box.marginTop,
      fill: one.style === "muted" ? COLOURS.muted : seriesColour(one.name, options.colours),
    })
  );
}

function lastOf(values: readonly Amount[]): number | null {
  return values.findLast((value) => value !== null && Number.isFinite(value)) ?? null;
}
