/**
 * Shows the events that a load cell took.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import { plural } from "@/lib/read/plural.ts";
import type { Figures } from "@/lib/steps/step.ts";
import type { EventLoadFacts } from "./facts.ts";

/** Returns how much was taken. */
export function summarizeEvents({ events }: EventLoadFacts): Figures {
  const { rows, metricCount, days } = events;
  return {
    rows: { title: "Rows", value: rows, unit: null },
    metrics: { title: "Metrics", value: metricCount, unit: null },
    first: { title: "First day", value: days?.[0] ?? null, unit: null },
    last: { title: "Last day", value: days?.[1] ?? null, unit: null },
  };
}

/** Says what was taken; metrics and columns can be opened. */
export function renderEvents({ events }: EventLoadFacts): readonly Block[] {
  const { metricCount, metrics, columns } = events;
  return [
    { type: "text", paragraphs: [[{ kind: "plain", text: sentenceOf(events) }]] },
    {
      type: "details",
      summary: `${plural(metricCount, "metric")}; ${plural(columns.length, "column")}`,
      badge: null,
      blocks: [
        {
          type: "table",
          title: "Metrics",
          columns: [
            { name: "metric", type: "text", unit: null },
            { name: "rows", type: "integer", unit: null },
          ],
          rows: metrics.map(({ name, rows }) => [name, rows]),
          total: metricCount,
        },
        {
          type: "table",
          title: "Columns",
          columns: [
            { name: "column", type: "text", unit: null },
            { name: "type", type: "text", unit: null },
          ],
          rows: columns.map(({ name, type }) => [name, type]),
          total: columns.length,
        },
      ],
    },
  ];
}

function sentenceOf({ rows, take, sources, days }: EventLoadFacts["events"]): string {
  const what = take === "events" ? plural(rows, "event") : `What ${plural(rows, "day")} came to`;
  const of = sources.length === 0
    ? ""
    : sources.length <= 3
    ? ` of ${sources.join(", ")}`
    : ` of ${sources.slice(0, 3).join(", ")} and other sources`;
  if (days === null) return "No event fits.";
  const [first, last] = days;
  return `${what}${of}, ${first === last ? `on ${first}` : `${first} to ${last}`}.`;
}
