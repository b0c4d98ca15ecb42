/**
 * Casts that never fail: a value that does not fit becomes null, and is told.
 *
 * Servers from version 15 on have no `pg_input_is_valid`, so that the form of a
 * text is checked before it is cast; what a CASE does not reach is not evaluated.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import { quoteText } from "@/lib/sql/quote.ts";

/** SQL for a cast; null where the value does not fit. */
export interface SafeCast {
  readonly sql: string;
  /** Whether there are values that do not fit. */
  readonly canFail: boolean;
}

const INTEGER = String.raw`^\s*[+-]?\d{1,18}\s*$`;
const DECIMAL = String.raw`^\s*[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})\s*$`;
const FLOAT = String.raw`^\s*[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})([eE][+-]?\d{1,2})?\s*$`;
const DAY = String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?`;
const OFFSET = String.raw`(Z|[+-](0\d|1[0-4]):?[0-5]\d)`;

/** Returns the cast of `value` (SQL of type `from`); `null` where there is none. */
export function safeCast(
  value: string,
  from: ColumnType,
  { to, zone }: { readonly to: ColumnType; readonly zone: string },
): SafeCast | null {
  const plain = (sql: string): SafeCast => ({ sql, canFail: false });
  const where = (condition: string, sql: string): SafeCast => ({
    sql: `(case when ${condition} then ${sql} end)`,
    canFail: true,
  });
  if (from === to) return plain(value);
  if (to === "text") return plain(`(${value}::text collate "C")`);
  if (from === "text") return castText(value, { to, zone, where });
  switch (`${from}>${to}`) {
    case "integer>decimal":
    case "float>decimal":
      return plain(`(${value}::numeric)`);
    case "integer>float":
    case "decimal>float":
      return plain(`(${value}::float8)`);
    case "decimal>integer":
    case "float>integer":
      return where(`${value} = trunc(${value}) and abs(${value}) < 1e18`, `${value}::int8`);
    case "integer>boolean":
    case "decimal>boolean":
      return where(`${value} in (0, 1)`, `${value} = 1`);
    case "boolean>integer":
      return plain(`(${value}::int4::int8)`);
    case "boolean>decimal":
      return plain(`(${value}::int4::numeric)`);
    case "date>timestamp":
      return plain(`(${value}::timestamp at time zone ${quoteText(zone)})`);
    case "timestamp>date":
      return plain(`((${value} at time zone ${quoteText(zone)})::date)`);
    case "timestamp>time":
      return plain(`((${value} at time zone ${quoteText(zone)})::time)`);
    default:
      return null;
  }
}

function castText(
  value: string,
  { to, zone, where }: {
    readonly to: Exclude<ColumnType, "text">;
    readonly zone: string;
    readonly where: (condition: string, sql: string) => SafeCast;
  },
): SafeCast {
  const like = (pattern: string) => `${value} ~ ${quoteText(pattern)}`;
  switch (to) {
    case "integer":
      return where(like(INTEGER), `${value}::int8`);
    case "decimal":
      return where(like(DECIMAL), `${value}::numeric`);
    case "float":
      return where(like(FLOAT), `${value}::float8`);
    case "boolean":
      return where(
        `lower(btrim(${value})) in ('true', 't', 'yes', 'y', '1', 'false', 'f', 'no', 'n', '0')`,
        `lower(btrim(${value})) in ('true', 't', 'yes', 'y', '1')`,
      );
    case "time":
      return where(like(`^${TIME}$`), `${value}::time`);
    case "date":
      return where(isDay(value, like, "$"), `${value}::date`);
    case "timestamp": {
      const naive = `(${value}::timestamp at time zone ${quoteText(zone)})`;
      return where(
        isDay(value, like, `([T ]${TIME}${OFFSET}?)?$`),
        `case when ${like(`${OFFSET}$`)} and ${
          like(":")
        } then ${value}::timestamptz else ${naive} end`,
      );
    }
  }
}

/** Whether a text has the form of a day that exists, with `rest` after it. */
function isDay(value: string, like: (pattern: string) => string, rest: string): string {
  const year = `substr(${value}, 1, 4)::int4`;
  const month = `substr(${value}, 6, 2)::int4`;
  const last = `extract(day from make_date(${year}, ${month}, 1) + interval '1 month - 1 day')`;
  return `(case when ${like(DAY + rest)} and substr(${value}, 1, 4) <> '0000' ` +
    `then substr(${value}, 9, 2)::int4 <= ${last} else false end)`;
}
