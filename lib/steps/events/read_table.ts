/**
 * Reads events from a table that an events cell names.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { isDay } from "@/lib/day.ts";
import type { Problem } from "@/lib/errors.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { quoteName, quoteText } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Input } from "@/lib/steps/step.ts";
import { findEventColumns } from "./columns.ts";
import { type Effect, EFFECTS } from "./parameters.ts";
import type { EventSpan } from "./span.ts";

/** More events than this are no calendar. */
const MOST_EVENTS = 100_000;

/** A longer name is a text. */
const LONGEST_NAME = 200;

/** What no line holds. */
const CONTROLS = /\p{Cc}+/gu;

/** What a table holds, and what is wrong with some of its rows. */
export interface TableEvents {
  readonly spans: readonly EventSpan[];
  readonly problems: readonly Problem[];
}

/** Rows without a name or day, or that end before they begin, are left out and told. */
export async function readTable(
  input: Input,
  { effect, zone, database, signal }: {
    /** Of rows that tell none. */
    readonly effect: Effect;
    readonly zone: string;
    readonly database: Database;
    readonly signal: AbortSignal;
  },
): Promise<TableEvents> {
  const found = findEventColumns(input.cell, input.schema);
  const text = (column: ColumnSchema | null) =>
    (column === null
      ? "null::text"
      : `left(${quoteName(column.name)}::text, ${LONGEST_NAME + 1})`) +
    ' collate "C"';
  const day = ({ name, type }: ColumnSchema) =>
    type === "date"
      ? `${quoteName(name)}::text`
      : `(${quoteName(name)} at time zone ${quoteText(zone)})::date::text`;
  const rows: Frame = await database.columns(
    `select ${text(found.name)} as name, ${day(found.starts)} as starts, ` +
      `${found.ends === null ? "null::text" : day(found.ends)} as ends, ` +
      `${text(found.effect)} as effect from ${input.relation} ` +
      `order by 2, 1, 3, 4 limit ${MOST_EVENTS + 1}`,
    [],
    { role: "results", signal },
  );
  if (rows.length > MOST_EVENTS) {
    throw refuseKey(
      "TOO_MANY_ROWS",
      "from",
      `Cannot read all events as there may be at most ${MOST_EVENTS.toLocaleString("en")}: ` +
        `current value is ${input.rows.toLocaleString("en")} rows in "${input.cell}"`,
      "Select the events that matter in a sql cell",
    );
  }
  const spans: EventSpan[] = [];
  const wrong: string[] = [];
  for (let row = 0; row < rows.length; row++) {
    const [name, starts, ends, told] = rows.columns.map((column) => textAt(column, row));
    const reason = reasonAgainst({ name, starts, ends: ends ?? starts, told });
    if (reason !== null) wrong.push(reason);
    else {
      spans.push({
        name: name ?? "",
        source: input.cell,
        effect: EFFECTS.find((one) => one === told) ?? effect,
        starts: starts ?? "",
        ends: ends ?? starts ?? "",
      });
    }
  }
  return { spans, problems: wrong.length === 0 ? [] : [warning(input.cell, wrong)] };
}

function textAt(column: Frame["columns"][number], row: number): string | null {
  const value = valueAt(column, row);
  const text = value === null ? "" : String(value).replace(CONTROLS, " ").trim();
  return text === "" ? null : text;
}

/** Says what is wrong with a row, or `null`. */
function reasonAgainst({ name, starts, ends, told }: {
  readonly name: string | null;
  readonly starts: string | null;
  readonly ends: string | null;
  readonly told: string | null;
}): string | null {
  if (name === null) return `no name on ${starts ?? "no day"}`;
  if (name.length > LONGEST_NAME) {
    return `"${name.slice(0, 40)}…" is longer than ${LONGEST_NAME} characters`;
  }
  if (starts === null || ends === null) return `no day for "${name}"`;
  if (!isDay(starts) || !isDay(ends)) return `"${name}" is outside of the years 1 to 9999`;
  if (ends < starts) return `"${name}" ends on ${ends}, before it begins on ${starts}`;
  return told === null || EFFECTS.some((one) => one === told)
    ? null
    : `the effect of "${name}" is "${told}", none of ${EFFECTS.join(", ")}`;
}

function warning(cell: string, [first, ...others]: readonly string[]): Problem {
  const count = others.length + 1;
  return {
    severity: "warning",
    code: "BAD_PARAMETER",
    message: `Cannot read ${count.toLocaleString("en")} ${count === 1 ? "event" : "events"} of ` +
      `"${cell}" as each needs a name and days in their order: current value is ${first}`,
    place: { key: "from" },
    remedy: "Mend the rows where they come from, or take them out in a clean cell",
  };
}
