/**
 * What tells the rejections of a record from those of others on its line: a column, and what was
 * written there.
 *
 * @module
 */
import type { EventColumns } from "@/lib/ingest/events/columns.ts";
import { LONGEST_ID, LONGEST_NAME } from "@/lib/ingest/events/event_rows.ts";
import type { TextParser } from "./text_parser.ts";

/** Returns what a rejection names. */
export function markOf(column: string | null, value: string | null): string {
  return JSON.stringify([column, value]);
}

/** Returns what rejections of the record that a parser holds may name. */
export function marksOf(
  parser: TextParser,
  { names, columns: { time, value, metric, source, eventId } }: {
    readonly names: readonly string[];
    readonly columns: EventColumns;
  },
): readonly string[] {
  const own = [time, value, metric, source, eventId].filter((name) => name !== null);
  const marks = own.flatMap((name) => {
    const place = parser.kind === "array" ? `column_${names.indexOf(name) + 1}` : name;
    const text = parser.textAt(place);
    if (text === null || text === "") return [markOf(name, null), markOf(name, "")];
    const cut = [LONGEST_NAME, LONGEST_ID, 1000].filter((longest) => text.length > longest)
      .map((longest) => markOf(name, `${text.slice(0, longest)}…`));
    return [markOf(name, text), markOf(name, text.trim()), ...cut];
  });
  const bad = parser.badNumbers.map(({ column, token }) => markOf(column, token));
  const whole = parser.values.filter((field) => field !== undefined).join(",");
  return [...new Set([...marks, ...bad, markOf(null, whole)])];
}
