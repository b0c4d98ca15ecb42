/**
 * Explains the change of a measure by its segments, dimension by dimension, and writes them as rows.
 *
 * @module
 */
import { type Column, columnOf, type Frame } from "@/lib/frame/frame.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { explainDimension } from "@/lib/stats/explain/explain.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import { lastWhole } from "@/lib/steps/kpi/summarize.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { writeComputed } from "@/lib/steps/write_frame.ts";
import { dimensionsOf, explainColumns, type MeasureSource, sourceOf } from "./columns.ts";
import type { DimensionExplained, ExplainFacts, WholeFacts } from "./facts.ts";
import type { ExplainBody } from "./parameters.ts";
import { readSegments } from "./read_segments.ts";
import { segmentFacts } from "./segment_facts.ts";
import { periodsIn, type Span, type SpanPair, usualSpans } from "./spans.ts";

/** @throws AppError BAD_PARAMETER where a span that is named has no periods */
export async function runExplain(
  input: Input,
  body: ExplainBody,
  context: RunContext,
): Promise<Outcome<ExplainFacts>> {
  const source = sourceOf(input.schema, body.measure);
  const spans = spansOf(input, body);
  const schema = explainColumns(input.schema, body);
  const isMean = spans !== null && source.type === "sum" && isMeanOf(source, spans);
  const found = spans === null
    ? { whole: { before: null, after: null, change: null }, dimensions: [] }
    : await explainEach(input, body, { context, source, spans, isMean });
  const { grain, zone, incomplete, periods } = kpiFactsOf(input);
  const facts: ExplainFacts = {
    grain,
    zone,
    unit: schema.columns.find(({ name }) => name === "before")?.unit ?? null,
    type: source.type,
    isMean,
    spans,
    unfinished: incomplete === null ? null : periods.at(-1) ?? null,
    ...found,
  };
  const frame = frameOf(facts, schema);
  return await writeComputed({ frame, schema, facts, problems: [] }, context);
}

/** Spans of other lengths are compared by what a period has; a stock is never summed over time. */
function isMeanOf(
  source: Extract<MeasureSource, { readonly type: "sum" }>,
  { before, after }: SpanPair,
): boolean {
  return before.count !== after.count || (source.isStock && before.count > 1);
}

function spansOf(input: Input, { between }: ExplainBody): SpanPair | null {
  const facts = kpiFactsOf(input);
  const { grain, periods } = facts;
  if (between === undefined) {
    return usualSpans(periods.slice(0, (lastWhole(facts) ?? -1) + 1), grain);
  }
  const [before, after] = between.map((text, i): Span => {
    const span = periodsIn(text, periods, facts);
    if (span !== null) return span;
    throw refuseKey(
      "BAD_PARAMETER",
      `between.${i}`,
      `Cannot compare two times as each must have periods: current value is "${text}"`,
      periods.length === 0
        ? "The kpi cell has no rows"
        : `There are ${grain}s from ${periods[0]} to ${periods.at(-1)}`,
    );
  });
  return { before, after };
}

async function explainEach(
  input: Input,
  body: ExplainBody,
  { context, source, spans, isMean }: {
    readonly context: RunContext;
    readonly source: MeasureSource;
    readonly spans: SpanPair;
    readonly isMean: boolean;
  },
): Promise<{ readonly whole: WholeFacts; readonly dimensions: readonly DimensionExplained[] }> {
  const dimensions: DimensionExplained[] = [];
  let whole: WholeFacts = { before: null, after: null, change: null };
  for (const dimension of dimensionsOf(input.schema, body)) {
    const { names, segments } = await readSegments(
      input,
      { dimension, source, spans, only: body.only, isMean },
      context,
    );
    const explained = explainDimension(segments, { top: body.top });
    const { before, after } = explained;
    whole = {
      before: roundAmount(before),
      after: roundAmount(after),
      change: roundAmount(after - before),
    };
    dimensions.push({
      name: dimension,
      surprise: roundAmount(explained.surprise),
      segments: explained.groups.map((group) => segmentFacts(group, names)),
    });
  }
  // Sorting keeps the order of the body where two are as surprising.
  const ranked = dimensions.toSorted((a, b) => (b.surprise ?? 0) - (a.surprise ?? 0));
  return { whole, dimensions: ranked };
}

function frameOf({ dimensions }: ExplainFacts, { columns }: Schema): Frame {
  const rows = dimensions.flatMap(({ name, segments }) =>
    segments.map((segment) => ({ ...segment, dimension: name, segment: segment.name }))
  );
  return {
    length: rows.length,
    columns: columns.map(({ name, type }): Column =>
      // The columns are those of `explainColumns()`, which are named as the facts are.
      columnOf(name, type, rows.map((row) => row[name as keyof typeof row]))
    ),
  };
}
