/**
 * The columns that leave an events cell, and those that it needs of a table of events.
 *
 * @module
 */
import { column, type ColumnSchema, type Schema } from "@/lib/frame/schema.ts";
import { findColumn } from "@/lib/sql/column.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";

/** One row for each day of each event. */
export const EVENT_SCHEMA: Schema = {
  stage: "events",
  grain: null,
  columns: [
    column("day", "date", { role: "time" }),
    column("name", "text", { role: "dimension" }),
    column("source", "text", { role: "dimension" }),
    column("effect", "text", { role: "dimension" }),
    column("starts", "date"),
    column("ends", "date"),
  ],
};

/** The columns of a table of events; `null` for those that it does without. */
export interface TableColumns {
  readonly name: ColumnSchema;
  readonly starts: ColumnSchema;
  readonly ends: ColumnSchema | null;
  readonly effect: ColumnSchema | null;
}

const STARTS = ["from", "on", "day", "date", "starts"];
const ENDS = ["until", "ends"];

/** Finds the columns of a table that `from` names. @throws AppError MISSING_COLUMN, WRONG_TYPE */
export function findEventColumns(cell: string, { stage, columns }: Schema): TableColumns {
  if (stage === "text") {
    throw refuseKey(
      "WRONG_STAGE",
      "from",
      `Cannot read events from "${cell}" as it has no rows: current value is a text`,
    );
  }
  const find = (names: readonly string[]) =>
    names.map((name) => findColumn(columns, name)).find((one) => one !== null) ?? null;
  return {
    name: needed(cell, find(["name"]), { what: "name", columns }),
    starts: asDay(cell, needed(cell, find(STARTS), { what: STARTS.join(" or "), columns })),
    ends: asDay(cell, find(ENDS)),
    effect: find(["effect"]),
  };
}

function needed(
  cell: string,
  found: ColumnSchema | null,
  { what, columns }: { readonly what: string; readonly columns: readonly ColumnSchema[] },
): ColumnSchema {
  if (found !== null) return found;
  throw refuseKey(
    "MISSING_COLUMN",
    "from",
    `Cannot read events from "${cell}" as it has no column ${what}: ` +
      `current value is ${columns.slice(0, 12).map(({ name }) => name).join(", ")}`,
    "Rename one in a clean cell",
  );
}

function asDay<Found extends ColumnSchema | null>(cell: string, found: Found): Found {
  if (found === null || found.type === "date" || found.type === "timestamp") return found;
  throw refuseKey(
    "WRONG_TYPE",
    "from",
    `Cannot read events from "${cell}" as "${found.name}" must be a date or timestamp: ` +
      `current value is ${found.type}`,
    `Cast it in a clean cell: cast: { ${found.name}: date }`,
  );
}
