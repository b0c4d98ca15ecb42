/**
 * What happened, along the foot of a chart: a dot for a period, a bar for several, and the names
 * that fit. The others are told when a period is pointed at, and in the table.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { HALO, shorten, textWidth } from "@/lib/chart/axis/labels.ts";
import { startOf } from "@/lib/chart/axis/time.ts";
import type { LineBlock } from "@/lib/chart/block.ts";
import { stretchesOf } from "@/lib/chart/events.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import { type Canvas, TEXT_SIZE } from "./canvas.ts";
import type { FlagSpace } from "./flag_labels.ts";
import { type Area, overlaps } from "./areas.ts";

/** Letters of a name. */
const LETTERS = 26;

/** Pixels from the foot to the middle of a name. */
const LIFT = 13;

/** What the place of names depends on: `taken` is what other words cover. */
interface NameSpace extends FlagSpace {
  readonly taken: readonly Area[];
}

/** Returns the marks of a block's events, and the names that fit. */
export function eventMarks({ plot }: Canvas, block: LineBlock, space: NameSpace): Markish[] {
  const { events = [], forecast } = block;
  if (events.length === 0) return [];
  const periods = [...block.periods, ...forecast?.periods ?? []];
  const at = (index: number) => startOf(periods[Math.min(index, periods.length - 1)]);
  const foot = space.scale.low;
  const stretches = stretchesOf(events).map(({ from, until }) => ({ x1: at(from), x2: at(until) }));
  const spans = stretches.filter(({ x1, x2 }) => x1 < x2);
  return [
    plot.ruleY(spans, {
      x1: "x1",
      x2: "x2",
      y: foot,
      stroke: COLOURS.muted,
      strokeWidth: 5,
      strokeLinecap: "round",
    }),
    plot.dot(stretches.filter((one) => !spans.includes(one)), {
      x: "x1",
      y: foot,
      r: 2.5,
      fill: COLOURS.muted,
      stroke: "none",
    }),
    ...placeNames(block, { length: periods.length, space }).map(({ name, index, anchor }) =>
      plot.text([{ x: at(index), text: name }], {
        x: "x",
        y: foot,
        text: "text",
        textAnchor: anchor,
        dy: -LIFT,
        fill: COLOURS.muted,
        ...HALO,
      })
    ),
  ];
}

interface PlacedName {
  readonly name: string;
  readonly index: number;
  readonly anchor: "start" | "middle" | "end";
}

/** Finds room for names, those first that come once, then the longest, then the latest. */
function placeNames(
  { events = [] }: LineBlock,
  { length, space: { box, narrow, ...space } }: {
    readonly length: number;
    readonly space: NameSpace;
  },
): readonly PlacedName[] {
  const counts = new Map<string, number>();
  for (const { name } of events) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ranked = events.toSorted((a, b) =>
    (counts.get(a.name) ?? 0) - (counts.get(b.name) ?? 0) ||
    (b.until - b.from) - (a.until - a.from) || b.from - a.from
  );
  const left = box.marginLeft;
  const right = box.width - box.marginRight;
  const xOf = (index: number) => left + (index / Math.max(1, length - 1)) * (right - left);
  const middle = box.height - box.marginBottom - LIFT;
  const taken = [...space.taken];
  const placed: PlacedName[] = [];
  for (const event of ranked) {
    if (placed.length >= (narrow ? 3 : 8)) break;
    const name = shorten(event.name, LETTERS);
    const width = textWidth(name);
    const index = Math.floor((event.from + event.until) / 2);
    const x = xOf(index);
    const anchor = x - width / 2 < left ? "start" : x + width / 2 > right ? "end" : "middle";
    const from = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    const [top, bottom] = [middle - TEXT_SIZE / 2, middle + TEXT_SIZE / 2];
    const area = { left: from, right: from + width, top, bottom };
    if (taken.some((other) => overlaps(area, other))) continue;
    taken.push(area);
    placed.push({ name, index, anchor });
  }
  return placed;
}
