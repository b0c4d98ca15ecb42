/**
 * Shows a load cell: how many rows came, what is doubtful, and, to be opened, all that was decided.
 *
 * @module
 */
import type { Block, DetailsBlock, TableBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { plural } from "@/lib/read/plural.ts";
import type { Figures } from "@/lib/steps/step.ts";
import type { FileLoadFacts, LoadFacts } from "./facts.ts";
import { renderEvents, summarizeEvents } from "./render_events.ts";

/** Returns how much was read, and how much of it did not fit. */
export function summarizeLoad(facts: LoadFacts): Figures {
  if ("events" in facts) return summarizeEvents(facts);
  const { file } = facts;
  return {
    rows: { title: "Rows", value: file.rows, unit: null },
    columns: { title: "Columns", value: file.columns, unit: null },
    rejected: { title: "Rejected", value: file.rejected, unit: null },
    duplicates: { title: "Exact repeats", value: file.duplicates, unit: null },
  };
}

/** Says what came; what is doubtful stands open, the rest can be opened. */
export function renderLoad(facts: LoadFacts): readonly Block[] {
  if ("events" in facts) return renderEvents(facts);
  const { file } = facts;
  const doubtful = file.decisions.filter((decision) => decision.doubtful);
  const sentences = [
    `${plural(file.rows, "row")} of ${plural(file.columns, "column")} from ${file.file}`,
    ...(file.rejected === 0 ? [] : [
      `${formatNumber(file.rejected)} ${
        file.rejected === 1 ? "value was" : "values were"
      } rejected`,
    ]),
    ...(file.duplicates === 0 ? [] : [`${formatNumber(file.duplicates)} rows repeat another`]),
  ];
  return [
    { type: "text", paragraphs: [[{ kind: "plain", text: `${sentences.join("; ")}.` }]] },
    ...(doubtful.length === 0 ? [] : [decisionTable("Decided, but doubtful", doubtful)]),
    tellReading(file, doubtful.length),
  ];
}

function tellReading(file: FileLoadFacts["file"], doubtful: number): DetailsBlock {
  const columns = plural(file.columns, "column");
  const decisions = plural(file.decisions.length, "decision");
  return {
    type: "details",
    summary: `${columns}; ${decisions}${doubtful === 0 ? "" : `, ${doubtful} doubtful`}`,
    badge: null,
    blocks: [columnTable(file), decisionTable("Decided while reading", file.decisions)],
  };
}

function columnTable(file: FileLoadFacts["file"]): TableBlock {
  return {
    type: "table",
    title: "Columns",
    columns: [
      { name: "column", type: "text", unit: null },
      { name: "type", type: "text", unit: null },
      { name: "missing", type: "integer", unit: null },
      { name: "sum, or first and last", type: "text", unit: null },
    ],
    rows: file.names.map((name) => [
      name,
      file.types[name],
      file.nulls[name] ?? 0,
      contentOf(file, name),
    ]),
    total: file.names.length,
  };
}

function decisionTable(title: string, decisions: FileLoadFacts["file"]["decisions"]): TableBlock {
  return {
    type: "table",
    title,
    columns: [
      { name: "what", type: "text", unit: null },
      { name: "column", type: "text", unit: null },
      { name: "chosen", type: "text", unit: null },
      { name: "evidence", type: "text", unit: null },
      { name: "doubtful", type: "boolean", unit: null },
    ],
    // What is doubtful is what a reader should look at.
    rows: decisions.toSorted((a, b) => Number(b.doubtful) - Number(a.doubtful))
      .map(({ what, column, chosen, evidence, doubtful }) => [
        what,
        column,
        chosen,
        evidence,
        doubtful,
      ]),
    total: decisions.length,
  };
}

function contentOf(file: FileLoadFacts["file"], name: string): string | null {
  const dates = file.dates[name];
  if (dates) return `${dates[0]} to ${dates[1]}`;
  const sum = file.sums[name];
  return sum === undefined ? null : formatNumber(sum);
}
