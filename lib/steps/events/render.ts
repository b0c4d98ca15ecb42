/**
 * Shows an events cell: what comes next, and all of it behind a line.
 *
 * @module
 */
import type { Block, TableBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import type { Figures } from "@/lib/steps/step.ts";
import type { EventsFacts } from "./facts.ts";
import type { EventSpan } from "./span.ts";

/** Returns how many events there are, and the next. */
export function summarizeEvents({ events, days, muted, coming }: EventsFacts): Figures {
  const [next] = coming;
  return {
    events: { title: "Events", value: events, unit: null },
    days: { title: "Days of events", value: days, unit: null },
    muted: { title: "Muted events", value: muted, unit: null },
    ...(next === undefined ? {} : {
      "next.name": { title: "Next event", value: next.name, unit: null },
      "next.day": { title: "It begins on", value: next.starts, unit: null },
    }),
  };
}

/** Shows the sum in words, a table of what comes next, and all events on demand. */
export function renderEvents(facts: EventsFacts): readonly Block[] {
  const { coming, events, listed } = facts;
  const words: Block = {
    type: "text",
    paragraphs: [[{ kind: "plain", text: sentenceOf(facts) }]],
  };
  if (events === 0) return [words];
  return [
    words,
    ...(coming.length === 0 ? [] : [tableOf("Coming up", coming, coming.length)]),
    {
      type: "details",
      summary: `${formatNumber(events)} ${events === 1 ? "event" : "events"} as a table`,
      badge: null,
      blocks: [tableOf(null, listed, events)],
    },
  ];
}

function sentenceOf({ events, days, muted, sources, years }: EventsFacts): string {
  if (events === 0) return "No events yet: choose a country, or add days.";
  const count = (number: number, word: string) =>
    `${formatNumber(number)} ${word}${number === 1 ? "" : "s"}`;
  const parts = sources.map(({ source, events: own }) => `${formatNumber(own)} of ${source}`);
  const from = parts.length > 1 ? `: ${parts.join(", ")}` : "";
  const mute = muted === 0 ? "" : ` ${count(muted, "event")} muted.`;
  const computed = years === null ? "" : ` Holidays are told from ${years.first} to ${years.last}.`;
  return `${count(events, "event")} on ${count(days, "day")}${from}.${mute}${computed}`;
}

function tableOf(title: string | null, spans: readonly EventSpan[], total: number): TableBlock {
  return {
    type: "table",
    title,
    columns: ["day", "name", "source", "effect"].map((name) => ({
      name,
      type: "text" as const,
      unit: null,
    })),
    rows: spans.map((span) => [daysWords(span), span.name, span.source, span.effect]),
    total,
  };
}

/** Returns "25 Dec 2026", or "1 Apr 2026 to 14 Apr 2026". */
export function daysWords({ starts, ends }: Pick<EventSpan, "starts" | "ends">): string {
  const first = formatPeriod(starts, "day");
  return starts === ends ? first : `${first} to ${formatPeriod(ends, "day")}`;
}
