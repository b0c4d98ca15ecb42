/**
 * Compiles `generate_series`, the one function that may stand after FROM: its bounds
 * are written out, so that its length is known.
 *
 * @module
 */
import type { FuncCall } from "@pgsql/types";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { allowFields, type Context, readStrings, type Typed } from "@/lib/sql/context.ts";
import { castSql } from "@/lib/sql/literals.ts";

const MAX_ROWS = 1_000_000;
const DAY_MILLISECONDS = 86_400_000;
const STEP_MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ["hour", DAY_MILLISECONDS / 24],
  ["day", DAY_MILLISECONDS],
  ["week", 7 * DAY_MILLISECONDS],
  ["month", 28 * DAY_MILLISECONDS],
  ["year", 365 * DAY_MILLISECONDS],
]);

/** Compiles the call to its SQL and the type of its one column. */
export function compileSeries(
  call: FuncCall,
  context: Context,
): { readonly sql: string; readonly type: ColumnType } {
  const { source } = context;
  const { location } = call;
  const name = readStrings(call.funcname).join(".");
  if (name !== "generate_series") {
    return source.refuse({
      message: `Cannot call this function after FROM: current value is ${name}`,
      location,
      remedy: "Only generate_series may stand there",
    });
  }
  const { args } = allowFields(call, ["funcname", "args", "funcformat"], source);
  const parts = (args ?? []).map((node) => context.compile(node, context));
  const [from, to, step] = parts;
  const rows = parts.length < 2 || parts.length > 3
    ? null
    : countNumbers(parts) ?? countMoments(parts);
  if (rows === null || rows > MAX_ROWS) {
    return source.refuse({
      message: `Cannot generate a series whose length is not known or over ${MAX_ROWS}`,
      location,
      remedy:
        "Write its bounds out: generate_series(1, 10), or (date '2026-01-01', date '2026-12-31', interval '1 day')",
    });
  }
  if (from.type === "integer") {
    return { sql: `generate_series(${parts.map((part) => part.sql).join(", ")})`, type: "integer" };
  }
  const moments = [from, to].map(({ type, sql }) =>
    type === "date" ? castSql(sql, "timestamp") : sql
  );
  return { sql: `generate_series(${moments.join(", ")}, ${step.sql})`, type: "timestamp" };
}

function countNumbers(parts: readonly Typed[]): number | null {
  if (!parts.every((part) => part.type === "integer" && typeof part.literal === "string")) {
    return null;
  }
  const [from, to, step = 1] = parts.map((part) => Number(part.literal));
  return step === 0 ? null : Math.max(0, (to - from) / step + 1);
}

function countMoments([from, to, step]: readonly Typed[]): number | null {
  if (step?.type !== "interval") return null;
  const days = [from, to].every(({ type, literal }) =>
    (type === "date" || type === "timestamp") && typeof literal === "string"
  );
  const [, count, unit] = /^\s*(\d{1,4})\s*([a-z]+?)s?\s*$/i.exec(step.literal ?? "") ?? [];
  const length = STEP_MILLISECONDS.get(unit?.toLowerCase() ?? "");
  if (!days || length === undefined || Number(count) === 0) return null;
  const span = Date.parse(to.literal ?? "") - Date.parse(from.literal ?? "");
  return Number.isNaN(span) ? null : span / (Number(count) * length) + 1;
}
