/**
 * Finds room for the words of odd periods: the strongest first, over no other words, no ring and, where
 * there is a choice, not over the line. Odd periods close to one that has words are counted there.
 *
 * Cost: O(labels tried × (points beneath one + rings)).
 *
 * @module
 */
import { textWidth } from "@/lib/chart/axis/labels.ts";
import type { Scale } from "@/lib/chart/axis/ticks.ts";
import { startOf } from "@/lib/chart/axis/time.ts";
import type { Amount, Flag, LineBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { type Area, around, crosses, isWithin, meets, overlaps, type Point } from "./areas.ts";
import { type Box, TEXT_SIZE } from "./canvas.ts";

/** What a label's place depends on. */
export interface FlagSpace {
  readonly scale: Scale;
  readonly box: Box;
  readonly narrow: boolean;
}

/** An odd period and where its ring stands, in pixels. */
export interface Spot {
  /** The strongest of those that the ring stands for. */
  readonly flag: Flag;
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

/** The words of an odd period: where they begin, end or have their middle, and all that they cover. */
export interface FlagLabel {
  readonly spot: Spot;
  readonly text: string;
  readonly anchor: "start" | "middle" | "end";
  readonly x: number;
  readonly y: number;
  readonly area: Area;
}

const RING_RADIUS = 6;

/** From the middle of a ring to that of the words above, below and beside it. */
const RISE = { above: -15, below: 16, beside: 13 } as const;

/** Labels of a chart, and how many odd periods are tried for one. */
const MOST = { wide: 8, narrow: 3 } as const;
const MOST_TRIED = 60;

/** An odd period as near as this to one that has words is told by these. */
const NEAR = { across: 28, down: 56 } as const;

/** Rings closer together look like one. */
const RING_CELL = 3;

/** Returns the value by which a period of the first line stands, or what was expected where there is none. */
export function valueAt({ series, expected }: LineBlock, index: number): Amount {
  return series[0]?.values[index] ?? expected?.[index] ?? null;
}

/** Returns how many rings a chart has room for: of more, the strongest of those close together is drawn. */
export function mostRings({ narrow }: Pick<FlagSpace, "narrow">): number {
  return narrow ? 60 : 150;
}

/** Returns where odd periods stand, the strongest first; those that look like one are one. */
export function spotsOf(
  block: LineBlock,
  flags: readonly Flag[],
  { place, narrow }: Pick<LabelSpace, "place" | "narrow">,
): readonly Spot[] {
  const spots = flags.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0)).flatMap(
    (flag): Spot[] => {
      const value = valueAt(block, flag.index);
      return value === null ? [] : [{ flag, count: 1, ...place(flag.index, value) }];
    },
  );
  for (let pixels = RING_CELL;; pixels += RING_CELL) {
    const apart = strongestOfCells(spots, pixels);
    // At the height of a chart none is left to be drawn into one.
    if (apart.length <= mostRings({ narrow }) || pixels > 100) return apart;
  }
}

function strongestOfCells(spots: readonly Spot[], pixels: number): readonly Spot[] {
  const cells = new Map<string, Spot>();
  for (const spot of spots) {
    const cell = `${Math.round(spot.x / pixels)} ${Math.round(spot.y / pixels)}`;
    const stronger = cells.get(cell);
    cells.set(
      cell,
      stronger === undefined ? spot : { ...stronger, count: stronger.count + spot.count },
    );
  }
  return [...cells.values()];
}

/** Returns where a value of a period stands. */
export type Place = (index: number, value: number) => Point;

/** Returns what places the values of a chart. */
export function placerOf({ periods, forecast }: LineBlock, { scale, box }: FlagSpace): Place {
  const all = forecast === null ? periods : [...periods, ...forecast.periods];
  const timeOf = (index: number) => all.length === 0 ? 0 : startOf(all[index]).getTime();
  const [first, last] = [timeOf(0), timeOf(all.length - 1)];
  const width = box.width - box.marginLeft - box.marginRight;
  const height = box.height - box.marginTop - box.marginBottom;
  // Each is looked at for many labels.
  const across = new Float64Array(all.length).fill(NaN);
  const xOf = (index: number) =>
    box.marginLeft + width * (last === first ? 0.5 : (timeOf(index) - first) / (last - first));
  return (index, value) => {
    if (Number.isNaN(across[index])) across[index] = xOf(index);
    return {
      x: across[index],
      y: box.marginTop + height * (scale.high - value) / (scale.high - scale.low),
    };
  };
}

/** Where words go: `taken` is what other words of the chart cover, and `place` the chart's. */
interface LabelSpace extends FlagSpace {
  readonly place: Place;
  readonly taken: readonly Area[];
}

/** Returns the words that fit, the strongest first; `spots` are those of `spotsOf()`. */
export function placeFlagLabels(
  block: LineBlock,
  spots: readonly Spot[],
  space: LabelSpace,
): readonly FlagLabel[] {
  const { box, narrow, taken } = space;
  const isNamed = block.series.some(({ name }) => name !== null);
  const frame: Area = {
    left: box.marginLeft,
    // Names of lines stand at their ends.
    right: isNamed ? box.width - box.marginRight : box.width,
    top: Math.max(0, box.marginTop - 24),
    bottom: box.height - box.marginBottom - 2,
  };
  const line = lineWithin(block, space);
  const rings = spots.map((spot) => around(spot, 2 * RING_RADIUS, 2 * RING_RADIUS));
  const placed: FlagLabel[] = [];
  const isFree = (area: Area, own?: FlagLabel) =>
    isWithin(area, frame) && !taken.some((other) => overlaps(area, other)) &&
    !placed.some((other) => other !== own && overlaps(area, other.area)) &&
    !rings.some((ring) => meets(area, ring));
  const find = (text: string, spot: Spot, own?: FlagLabel): FlagLabel | undefined => {
    const free = candidates(text, spot, { frame, low: isLow(block, spot.flag.index) })
      .filter(({ words }) => isFree(words.area, own));
    // Over the line where nothing else is free, but on a phone only what matters most.
    const mayCover = own === undefined && (!narrow || placed.length === 0);
    const best = free.find(({ words }) => !line(words.area)) ??
      (mayCover ? free.find(({ side }) => side !== "beside") : undefined);
    return best && { spot, text, ...best.words };
  };
  for (const spot of spots.slice(0, MOST_TRIED)) {
    if (placed.length >= MOST[narrow ? "narrow" : "wide"]) break;
    // Its own words would only repeat those of a stronger one.
    if (placed.some((label) => isNear(label.spot, spot))) continue;
    const label = find(spot.flag.label, spot);
    if (label !== undefined) placed.push(label);
  }
  for (const [index, label] of placed.entries()) {
    const more = countNear(label, { placed, spots });
    if (more === 0) continue;
    const counted = find(`${label.text} and ${formatNumber(more)} more`, label.spot, label);
    if (counted !== undefined) placed[index] = counted;
  }
  return placed;
}

/** Each odd period is counted by the strongest that it is near to. */
function countNear(
  { spot }: FlagLabel,
  { placed, spots }: { readonly placed: readonly FlagLabel[]; readonly spots: readonly Spot[] },
): number {
  const named = new Set(placed.map(({ spot }) => spot));
  const near = spots.filter((other) =>
    !named.has(other) && placed.find((one) => isNear(one.spot, other))?.spot === spot
  );
  return near.reduce((sum, { count }) => sum + count, spot.count - 1);
}

function isNear(one: Spot, other: Spot): boolean {
  return Math.abs(one.x - other.x) <= NEAR.across && Math.abs(one.y - other.y) <= NEAR.down;
}

type Side = "above" | "below" | "beside";

type Words = Pick<FlagLabel, "anchor" | "x" | "y" | "area">;

/** Above what is high and below what is low, else on the other side, else beside. */
function candidates(
  text: string,
  spot: Spot,
  { frame, low }: { readonly frame: Area; readonly low: boolean },
): readonly { readonly side: Side; readonly words: Words }[] {
  const sides = low ? ["below", "above"] as const : ["above", "below"] as const;
  const { x, y } = spot;
  return [
    ...sides.map((side) => ({ side, words: uprightWords(text, { x, y: y + RISE[side] }, frame) })),
    { side: "beside", words: wordsFrom(text, { x: x + RISE.beside, y }, "start") },
    { side: "beside", words: wordsFrom(text, { x: x - RISE.beside, y }, "end") },
  ];
}

/** Words around a point, or up to an edge that is closer. */
function uprightWords(text: string, { x, y }: Point, { left, right }: Area): Words {
  const half = textWidth(text) / 2;
  if (x - half < left) return wordsFrom(text, { x: left, y }, "start");
  return x + half > right
    ? wordsFrom(text, { x: right, y }, "end")
    : wordsFrom(text, { x, y }, "middle");
}

function wordsFrom(text: string, { x, y }: Point, anchor: FlagLabel["anchor"]): Words {
  const width = textWidth(text);
  const middle = anchor === "middle" ? x : anchor === "start" ? x + width / 2 : x - width / 2;
  return { anchor, x, y, area: around({ x: middle, y }, width, TEXT_SIZE) };
}

/** Returns what tells whether the first line runs through a rectangle. */
function lineWithin(block: LineBlock, { box, place }: LabelSpace): (area: Area) => boolean {
  const values = block.series[0]?.values ?? [];
  const length = block.periods.length + (block.forecast?.periods.length ?? 0);
  const step = (box.width - box.marginLeft - box.marginRight) / Math.max(1, length - 1);
  return (area) => {
    const from = Math.max(0, Math.floor((area.left - box.marginLeft) / step) - 1);
    const until = Math.min(values.length - 1, Math.ceil((area.right - box.marginLeft) / step) + 1);
    for (let index = from; index < until; index++) {
      const [value, next] = [values[index], values[index + 1]];
      if (value === null || next === null) continue;
      if (crosses(place(index, value), place(index + 1, next), area)) return true;
    }
    return false;
  };
}

/** Whether a value lies below what was expected, or, where nothing was, below its neighbours. */
function isLow(block: LineBlock, index: number): boolean {
  const values = block.series[0]?.values ?? [];
  const value = values[index] ?? 0;
  const expected = block.expected?.[index];
  if (expected !== null && expected !== undefined) return value < expected;
  const before = values[index - 1] ?? value;
  const after = values[index + 1] ?? value;
  return value < (before + after) / 2;
}
