/**
 * Shows an explain cell: a waterfall for each dimension, the most surprising first, and all rows.
 *
 * @module
 */
import type { Block, TableBlock, WaterfallBlock } from "@/lib/chart/block.ts";
import { labelOf, labelWithin } from "@/lib/steps/label.ts";
import { answerOf, leadWords, perWords, spanName } from "./answer.ts";
import type { DimensionExplained, ExplainFacts } from "./facts.ts";
import type { ExplainBody } from "./parameters.ts";

/** Dimensions that are drawn; the table has all. */
const DRAWN = 3;

export function renderExplain(facts: ExplainFacts, body: ExplainBody): readonly Block[] {
  const { spans, dimensions } = facts;
  if (spans === null || dimensions.every(({ segments }) => segments.length === 0)) {
    const text = `${answerOf(facts, body.measure)}.`;
    return [{ type: "text", paragraphs: [[{ kind: "plain", text }]] }];
  }
  const drawn = dimensions.filter(({ segments }) => segments.length > 0).slice(0, DRAWN);
  return [
    ...drawn.map((dimension, i) => waterfallOf(dimension, { ...facts, spans }, { body, place: i })),
    {
      type: "details",
      summary: "All segments as a table, with how surprising each is",
      badge: null,
      blocks: [tableOf(facts, body)],
    },
  ];
}

type Compared = ExplainFacts & { readonly spans: NonNullable<ExplainFacts["spans"]> };

function waterfallOf(
  { name, segments }: DimensionExplained,
  facts: Compared,
  { body, place }: { readonly body: ExplainBody; readonly place: number },
): WaterfallBlock {
  const { spans, grain, whole, unit } = facts;
  const label = labelOf(body.measure);
  const [before, after] = [spanName(spans.before, facts), spanName(spans.after, facts)];
  const category = labelOf(name);
  const lead = whole.change === null ? null : leadWords({ segments }, whole.change);
  return {
    type: "waterfall",
    title: `${label} by ${labelWithin(name)}: ${before}, then ${after}`,
    answer: place === 0
      ? answerOf(facts, body.measure)
      : lead === null
      ? null
      : `By ${labelWithin(name)}: ${lead}`,
    axis: { title: facts.isMean ? `${label} ${perWords(grain)}` : label, unit },
    category,
    start: { name: before, value: whole.before },
    steps: segments.map(({ name, before, after, change, share, mix, rate }) => ({
      name,
      before,
      after,
      change,
      share,
      mix,
      rate,
    })),
    end: { name: after, value: whole.after },
  };
}

function tableOf({ dimensions, type, unit }: ExplainFacts, { measure }: ExplainBody): TableBlock {
  const isRatio = type === "ratio";
  const rows = dimensions.flatMap(({ name, segments }) =>
    segments.map((segment) => [
      name,
      segment.name,
      segment.before,
      segment.after,
      segment.change,
      segment.share,
      ...(isRatio ? [segment.mix, segment.rate] : []),
      segment.surprise,
    ])
  );
  const amount = (name: string) => ({ name, type: "float" as const, unit });
  return {
    type: "table",
    title: `What moved ${labelWithin(measure)}, the most surprising dimension first`,
    columns: [
      { name: "dimension", type: "text", unit: null },
      { name: "segment", type: "text", unit: null },
      ...["before", "after", "change"].map(amount),
      { name: "share", type: "float", unit: "%" },
      ...(isRatio ? ["mix", "rate"].map(amount) : []),
      { name: "surprise", type: "float", unit: null },
    ],
    rows,
    total: rows.length,
  };
}
