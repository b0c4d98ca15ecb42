/**
 * Which periods and series the labels of a cell name, and what is told of those that name none.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { periodNamed } from "@/lib/steps/explain/spans.ts";
import type { SeriesResult } from "@/lib/steps/measure_series.ts";
import type { DetectBody } from "./parameters.ts";

type Labels = DetectBody["labels"];

/** Labels, series or periods that a message lists. */
const LISTED = 3;

/** Letters of a name that a message tells. */
const LETTERS = 40;

/** Returns the labels with their periods as the series has them; a period that names none stays as it is. */
export function startLabels(labels: Labels, grain: Grain): Labels {
  return labels.map((one) => ({ ...one, period: periodNamed(one.period, grain) ?? one.period }));
}

/** Warns of labels that say something of no series, or of no period of their own. */
export function warnOfLabels(
  { labels, each }: Pick<DetectBody, "labels" | "each">,
  { series, grain, leftOut }: Pick<SeriesResult, "series" | "grain" | "leftOut">,
): readonly Problem[] {
  if (labels.length === 0 || series.length === 0) return [];
  const wanted = startLabels(labels, grain);
  const known = new Map(series.map(({ segment, periods }) => [JSON.stringify(segment), periods]));
  const strange: string[] = [];
  const absent: string[] = [];
  const places = new Map<readonly string[], ReadonlySet<string>>();
  for (const [i, { segment, period }] of wanted.entries()) {
    const periods = known.get(JSON.stringify(segment));
    if (periods === undefined) {
      strange.push(segmentWords(segment));
      continue;
    }
    const there = places.get(periods) ?? new Set(periods);
    places.set(periods, there);
    // What is not over yet will be there.
    if (there.has(period) || period === leftOut) continue;
    const whose = segment.length === 0 ? "" : ` of ${segmentWords(segment)}`;
    absent.push(`${labels[i].period}${whose}`);
  }
  return [
    ...(absent.length === 0 ? [] : [warning(
      absent,
      `labels must name ${grain}s of their series`,
      periodRemedy(series, grain),
    )]),
    ...(strange.length === 0 ? [] : [warning(
      [...new Set(strange)],
      "labels must name segments of this cell",
      segmentRemedy(wanted, [...known.keys()], each),
      strange.length,
    )]),
  ];
}

function warning(
  told: readonly string[],
  rule: string,
  remedy: string,
  count = told.length,
): Problem {
  const rest = told.length - LISTED;
  const first = told.slice(0, LISTED).join(", ");
  return {
    severity: "warning",
    code: "BAD_PARAMETER",
    message: `Cannot use ${count.toLocaleString("en")} ${count === 1 ? "label" : "labels"} as ` +
      `${rule}: current value is ${first}${
        rest > 0 ? ` and ${rest.toLocaleString("en")} more` : ""
      }`,
    place: { key: "labels" },
    remedy,
  };
}

function periodRemedy(series: SeriesResult["series"], grain: Grain): string {
  let first: string | undefined;
  let last: string | undefined;
  for (const { periods } of series) {
    const [start, end] = [periods.at(0), periods.at(-1)];
    if (start !== undefined && (first === undefined || start < first)) first = start;
    if (end !== undefined && (last === undefined || end > last)) last = end;
  }
  return first === undefined
    ? "The kpi cell has no rows"
    : `There are ${grain}s from ${first} to ${last}: mend the period, or remove the label`;
}

/** Says which segments there are, nearest first. */
function segmentRemedy(
  labels: Labels,
  known: readonly string[],
  each: readonly string[],
): string {
  if (each.length === 0) return "Remove the key segment, as this cell has one series";
  const strange = labels.find(({ segment }) => !known.includes(JSON.stringify(segment)));
  if (strange?.segment.length !== each.length) {
    return `Give each label a segment with its ${each.join(" and ")}: ${listed(known)}`;
  }
  const names = known.map((id) => segmentWords(segmentOf(id)));
  return suggestName(segmentWords(strange.segment), names) ?? `Segments are ${listed(known)}`;
}

function listed(known: readonly string[]): string {
  const told = known.slice(0, LISTED).map((id) => segmentWords(segmentOf(id))).join(", ");
  const rest = known.length - LISTED;
  return rest > 0 ? `${told} and ${rest.toLocaleString("en")} more` : told;
}

function segmentOf(id: string): readonly (string | null)[] {
  return JSON.parse(id); // Written above from a segment.
}

/** Returns a segment as a label writes it: "[North, Web]". */
function segmentWords(segment: readonly (string | null)[]): string {
  const words = segment.map((one) => one === null ? "null" : shortened(one));
  return `[${words.join(", ")}]`;
}

function shortened(name: string): string {
  return name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name;
}
