/**
 * Judges a text as ingestion does: its head tells the columns, then it is read as these say.
 *
 * @module
 */
import {
  type EventColumns,
  eventColumns,
  type EventReading,
  readingOfColumns,
} from "@/lib/ingest/events/columns.ts";
import type { Event, EventRejection } from "@/lib/ingest/events/event.ts";
import { type JudgeOptions, judgeRows } from "@/lib/ingest/events/judge_rows.ts";
import { readBatches } from "@/lib/read/read_batches.ts";
import { sourceOf } from "@/tests/helpers/read_text.ts";

export interface JudgedText {
  readonly columns: EventColumns;
  readonly events: readonly Event[];
  readonly rejections: readonly EventRejection[];
  readonly otherZones: ReadonlySet<string>;
}

/** Judges CSV or JSON; the source is "shop" in UTC unless told otherwise. */
export async function judgeText(
  text: string,
  { reading = {}, name = "events.csv", ...options }:
    & Partial<Omit<JudgeOptions, "columns">>
    & { readonly reading?: EventReading; readonly name?: string } = {},
): Promise<JudgedText> {
  const source = sourceOf(new TextEncoder().encode(text));
  const columns = eventColumns(await namesOf(text, name));
  const { zone = "UTC", zoneOf = () => zone } = options;
  let events: Event[] = [];
  let rejections: EventRejection[] = [];
  const batches = readBatches(source, { name, zone, ...readingOfColumns(columns, reading) });
  const judge = { source: "shop", zone, zoneOf, ...options, columns };
  for await (const judged of judgeRows(batches, judge)) {
    switch (judged.type) {
      case "begin":
        [events, rejections] = [[], []];
        break;
      case "rows":
        events.push(...judged.events);
        rejections.push(...judged.rejections);
        break;
      case "done":
        return { columns, events, rejections, otherZones: judged.otherZones };
    }
  }
  throw new Error("The reader ended without being done");
}

async function namesOf(text: string, name: string): Promise<readonly string[]> {
  for await (const event of readBatches(sourceOf(new TextEncoder().encode(text)), { name })) {
    if (event.type === "table") return event.columns.map((column) => column.name);
  }
  throw new Error("The reader told no columns");
}
