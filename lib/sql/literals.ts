/**
 * Texts and values as Postgres reads them: checked here, so that a wrong date is
 * told while typing and none of Postgres' special words (`now`, `today`) passes.
 *
 * @module
 */
import { isDay } from "@/lib/day.ts";
import { POSTGRES_NAMES, type SqlType } from "./types.ts";

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/;
const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?: ?(?:Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?))?)?$/;
const INTERVAL =
  /^\s*(?:[+-]?\d{1,9}(?:\.\d{1,6})?\s*(?:microsecond|millisecond|second|sec|minute|min|hour|day|week|month|mon|year|decade)s?\s*)+$/i;
const CLOCK_INTERVAL = /^\s*[+-]?\d{1,9}:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?\s*$/;
const BOOLEAN = /^\s*(?:true|false|t|f|yes|no|y|n|on|off|1|0)\s*$/i;
const MAX_INTEGER = 2n ** 63n - 1n;

/** Whether Postgres reads this text as a value of this type, whatever its settings and the time. */
export function fitsType(text: string, type: SqlType): boolean {
  switch (type) {
    case "integer":
      return /^\s*[+-]?\d{1,19}\s*$/.test(text) &&
        fitsInteger(BigInt(text.trim().replace(/^\+/, "")));
    case "decimal":
    case "float":
      return NUMBER.test(text);
    case "boolean":
      return BOOLEAN.test(text);
    case "date":
      return isDay(text);
    case "time":
      return TIME.test(text);
    case "timestamp": {
      const [, day, time] = TIMESTAMP.exec(text) ?? [];
      return day !== undefined && isDay(day) && (time === undefined || TIME.test(time));
    }
    case "interval":
      return INTERVAL.test(text) || CLOCK_INTERVAL.test(text);
    case "text":
    case "unknown":
      return true;
  }
}

/** What a text of this type must look like, for the message. */
export const EXAMPLES: Readonly<Record<SqlType, string>> = {
  integer: "12",
  decimal: "12.5",
  float: "12.5",
  boolean: "true",
  date: "2026-01-31",
  time: "14:30",
  timestamp: "2026-01-31 14:30",
  interval: "7 days",
  text: "North",
  unknown: "North",
};

/** Prints a value with its type. */
export function castSql(sql: string, type: Exclude<SqlType, "unknown">): string {
  return `${sql}::${POSTGRES_NAMES[type]}`;
}

function fitsInteger(value: bigint): boolean {
  return value <= MAX_INTEGER && value >= -MAX_INTEGER - 1n;
}
