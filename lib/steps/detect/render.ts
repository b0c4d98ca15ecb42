/**
 * Shows a detect cell: each series with its band and what is odd in it, all of which a table has.
 *
 * @module
 */
import type { Block, DetailsBlock, LineBlock, TableBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { labelOf } from "@/lib/steps/label.ts";
import { seriesName } from "@/lib/steps/series.ts";
import type { DetectFacts, ScoredSeries } from "./run.ts";
import type { DetectBody } from "./parameters.ts";

/** Odd periods that a page lists; the rest is in the relation. */
const LISTED = 50;

export function renderDetection(facts: DetectFacts, body: DetectBody): readonly Block[] {
  const figures = facts.series.map((series) => drawSeries(series, facts, body));
  return facts.flagged.length === 0 ? figures : [...figures, tellFlagged(facts, body)];
}

function tellFlagged(facts: DetectFacts, body: DetectBody): DetailsBlock {
  const { flagged: { length }, grain } = facts;
  return {
    type: "details",
    summary: `${length} odd ${grain}${length === 1 ? "" : "s"} as a table`,
    badge: null,
    blocks: [listFlagged(facts, body)],
  };
}

function drawSeries(series: ScoredSeries, facts: DetectFacts, body: DetectBody): LineBlock {
  const positions = new Map(series.periods.map((period, i) => [period, i]));
  const id = JSON.stringify(series.segment);
  const odd = facts.flagged.filter(({ segment }) => JSON.stringify(segment) === id);
  const name = seriesName(series.segment, body);
  return {
    type: "line",
    title: `${name}: odd ${facts.grain}s`,
    answer: odd.length === 0
      ? `No ${facts.grain} of ${series.periods.length} is odd`
      : `${odd.length} of ${series.periods.length} ${facts.grain}s ` +
        `${odd.length === 1 ? "is" : "are"} odd, the latest ` +
        formatPeriod(odd[0].period, facts.grain),
    axis: { title: labelOf(body.measure), unit: facts.unit },
    grain: facts.grain,
    periods: series.periods,
    series: [{ name: null, style: "plain", values: series.values }],
    expected: series.expected,
    band: { lower: series.lower, upper: series.upper },
    flags: odd.flatMap(({ period, score }) => {
      const index = positions.get(period);
      const label = formatPeriod(period, facts.grain);
      return index === undefined ? [] : [{ index, label, score }];
    }),
    forecast: null,
    target: null,
    incomplete: false,
  };
}

function listFlagged({ flagged, grain, unit }: DetectFacts, body: DetectBody): TableBlock {
  const rows = flagged.slice(0, LISTED).map((one) => [
    formatPeriod(one.period, grain),
    ...one.segment,
    one.value,
    one.expected,
    one.lower === null || one.upper === null
      ? null
      : `${formatNumber(one.lower)} to ${formatNumber(one.upper)}`,
    one.score,
  ]);
  return {
    type: "table",
    title: "Odd periods, latest first",
    columns: [
      { name: "period", type: "text", unit: null },
      ...body.each.map((name) => ({ name, type: "text" as const, unit: null })),
      { name: body.measure, type: "float", unit },
      { name: "expected", type: "float", unit },
      { name: "band", type: "text", unit: null },
      { name: "score", type: "float", unit: null },
    ],
    rows,
    total: flagged.length,
  };
}
