/**
 * Shows a detect cell: each series with its band and what is odd in it, all of which a table has, and
 * what other settings would have raised.
 *
 * @module
 */
import type { Block, DetailsBlock, Flag, LineBlock, TableBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { clockShown } from "@/lib/steps/clock.ts";
import { labelOf } from "@/lib/steps/label.ts";
import { seriesName } from "@/lib/steps/series.ts";
import type { DetectFacts, FlaggedPeriod, ScoredSeries } from "./facts.ts";
import { tellSegments } from "./explain_words.ts";
import type { DetectBody } from "./parameters.ts";
import { tellReplay } from "./render_replay.ts";
import { trainingWords } from "./training.ts";

/** Odd periods that a page lists; the rest is in the relation. */
const LISTED = 50;

export function renderDetection(facts: DetectFacts, body: DetectBody): readonly Block[] {
  return [
    ...facts.series.map((series) => drawSeries(series, facts, body)),
    ...(facts.flagged.length === 0 ? [] : [tellFlagged(facts, body)]),
    ...(facts.muted.length === 0 ? [] : [tellMuted(facts, body)]),
    ...(facts.replay === null ? [] : [tellReplay(facts.replay)]),
  ];
}

function tellFlagged(facts: DetectFacts, body: DetectBody): DetailsBlock {
  const { flagged: { length }, grain } = facts;
  return {
    type: "details",
    summary: `${length} odd ${grain}${length === 1 ? "" : "s"} as a table`,
    badge: null,
    blocks: [listPeriods(facts.flagged, facts, { body, title: "Odd periods, latest first" })],
  };
}

function tellMuted(facts: DetectFacts, body: DetectBody): DetailsBlock {
  const { muted: { length }, grain } = facts;
  return {
    type: "details",
    summary: `${length} ${grain}${length === 1 ? " is" : "s are"} muted by events`,
    badge: null,
    blocks: [listPeriods(facts.muted, facts, { body, title: "Muted periods, latest first" })],
  };
}

function drawSeries(series: ScoredSeries, facts: DetectFacts, body: DetectBody): LineBlock {
  const { grain, dismissed } = facts;
  const positions = new Map(series.periods.map((period, i) => [period, i]));
  const id = JSON.stringify(series.segment);
  const isHere = ({ segment }: FlaggedPeriod) => JSON.stringify(segment) === id;
  const odd = facts.flagged.filter(isHere);
  const flagOf = (one: FlaggedPeriod): Flag[] => {
    const { period, score, kind, reason, label } = one;
    const index = positions.get(period);
    return index === undefined ? [] : [{
      index,
      label: formatPeriod(period, facts),
      score,
      kind,
      words: reason,
      ...(label === null ? {} : { said: label }),
      ...tellSegments(one),
    }];
  };
  const { training } = series;
  const isJudged = training?.isEnough !== false &&
    series.expected.some((expected) => expected !== null);
  const periods = formatNumber(series.periods.length);
  const count = training?.isEnough === false
    ? `No ${grain} is judged: ${trainingWords(training, facts)}`
    : !isJudged
    ? `Too few ${grain}s to judge any: ${periods}`
    : odd.length === 0
    ? `No ${grain} of ${periods} is odd`
    : `${formatNumber(odd.length)} of ${periods} ${grain}s ${
      odd.length === 1 ? "is" : "are"
    } odd, the latest ${formatPeriod(odd[0].period, facts)}`;
  const muted = facts.muted.filter(isHere).length;
  const hushed = muted === 0 ? "" : `, ${muted} ${muted === 1 ? "is" : "are"} muted by events`;
  const name = seriesName(series.segment, body);
  // Beside others it has to say which it is.
  const whose = series.segment.length === 0 ? "" : `${name}: `;
  return {
    type: "line",
    title: `${name}: odd ${grain}s`,
    answer: `${whose}${
      isJudged
        ? `${count}${hushed}; ${
          training === undefined
            ? judgeWords(facts)
            : `a ${training.isStored ? "stored " : ""}forest ${trainingWords(training, facts)}`
        }`
        : count
    }`,
    axis: { title: labelOf(body.measure), unit: facts.unit },
    grain,
    ...clockShown(facts),
    periods: series.periods,
    series: [{ name: null, style: "plain", values: series.values }],
    expected: series.expected,
    band: { lower: series.lower, upper: series.upper },
    flags: odd.flatMap(flagOf),
    ...(dismissed.length === 0 ? {} : { dismissed: dismissed.filter(isHere).flatMap(flagOf) }),
    events: facts.calendars[series.calendar],
    labels: { segment: series.segment },
    ...(training === undefined || !training.isEnough ? {} : { trained: training.places }),
    forecast: null,
    target: null,
    incomplete: false,
  };
}

/** By what each period was judged. */
function judgeWords({ judge, grain }: DetectFacts): string {
  return judge === "past"
    ? `each judged by the ${grain}s before it`
    : `each judged by the ${grain}s before and after it`;
}

function listPeriods(
  listed: readonly FlaggedPeriod[],
  facts: DetectFacts,
  { body, title }: { readonly body: DetectBody; readonly title: string },
): TableBlock {
  const { unit } = facts;
  const rows = listed.slice(0, LISTED).map((one) => [
    formatPeriod(one.period, facts),
    ...one.segment,
    one.value,
    one.reason,
    one.expected,
    one.lower === null || one.upper === null
      ? null
      : `${formatNumber(one.lower, { unit })} to ${formatNumber(one.upper, { unit })}`,
    one.score,
  ]);
  return {
    type: "table",
    title,
    columns: [
      { name: "period", type: "text", unit: null },
      ...body.each.map((name) => ({ name, type: "text" as const, unit: null })),
      { name: body.measure, type: "float", unit },
      { name: "reason", type: "text", unit: null },
      { name: "expected", type: "float", unit },
      { name: "band", type: "text", unit: null },
      { name: "score", type: "float", unit: null },
    ],
    rows,
    total: listed.length,
  };
}
