/**
 * Tells which column of what came in is an event's time, its value, its metric, its source
 * and its id; all others are dimensions, but for those that we add to rejected rows.
 *
 * Where several columns could be one, the first name in the order below takes it (then the
 * first column), the others are dimensions, and a warning says so: a file with `amount` and
 * `quantity` has an amount as its value and loses nothing.
 *
 * @module
 */
import { AppError, type Problem } from "@/lib/errors.ts";
import { isAdded } from "@/lib/ingest/rejected/added_columns.ts";
import type { FileFacts } from "@/lib/read/facts.ts";
import type { ColumnOptions, DateOrder, DecimalSign, ReadOptions } from "@/lib/read/options.ts";

/** What a column can be besides a dimension. */
export type EventRole = "time" | "value" | "metric" | "source" | "event_id";

/** The names of each role, in any case, the first one first. */
const ALIASES: Readonly<Record<EventRole, readonly string[]>> = {
  time: ["timestamp", "time", "date", "datetime"],
  value: ["value", "amount", "count", "qty", "quantity"],
  metric: ["metric", "name", "metric_name"],
  source: ["source"],
  event_id: ["event_id"],
};

/** What no event is without. */
const NEEDED = ["time", "value"] as const;

/** Columns by their names in what came in. */
export interface EventColumns {
  readonly time: string;
  readonly value: string;
  readonly metric: string | null;
  readonly source: string | null;
  readonly eventId: string | null;
  /** In the order of the columns. */
  readonly dimensions: readonly string[];
  /** Those that were added to rejected rows, and that no event is read from. */
  readonly added: readonly string[];
  /** One a role that several columns could have. */
  readonly warnings: readonly string[];
}

/** Tells the role of each column. @throws AppError MISSING_COLUMNS */
export function eventColumns(all: readonly string[]): EventColumns {
  const added = all.filter(isAdded);
  const names = added.length === 0 ? all : all.filter((name) => !isAdded(name));
  const warnings: string[] = [];
  const taken = new Map<string, EventRole>();
  const columnOf = (role: EventRole): string | null => {
    const found = ALIASES[role].flatMap((alias) =>
      names.filter((name) => name.trim().toLowerCase() === alias)
    );
    if (found.length === 0) return null;
    const [first, ...others] = found;
    taken.set(first, role);
    if (others.length > 0) {
      warnings.push(
        `Several columns could be the ${role}: "${first}" is, ` +
          `${others.map((name) => `"${name}"`).join(", ")} ${
            others.length === 1 ? "is a dimension" : "are dimensions"
          }`,
      );
    }
    return first;
  };
  const [time, value] = NEEDED.map(columnOf);
  if (time === null || value === null) {
    throw missing(NEEDED.filter((role) => (role === "time" ? time : value) === null), names);
  }
  const metric = columnOf("metric");
  const source = columnOf("source");
  const eventId = columnOf("event_id");
  const dimensions = names.filter((name) => !taken.has(name));
  return { time, value, metric, source, eventId, dimensions, added, warnings };
}

/** What a person may decide of the time and the value. */
export type EventReading = Pick<ColumnOptions, "date_order" | "decimal" | "epoch">;

const ORDERS: readonly DateOrder[] = ["dmy", "mdy", "ymd"];
const SIGNS: readonly DecimalSign[] = [".", ","];

/** Tells what a whole file said of its times and values, by which a part of it is to be read too. */
export function readingTold(
  { time, value }: EventColumns,
  { decisions }: Pick<FileFacts, "decisions">,
): EventReading {
  const told = <Choice extends string>(what: string, of: string, known: readonly Choice[]) => {
    const chosen = decisions.find((one) => one.what === what && one.column === of)?.chosen;
    return known.find((one) => one === chosen);
  };
  const date_order = told("date order", time, ORDERS);
  const decimal = told("decimal sign", value, SIGNS);
  return {
    ...(date_order === undefined ? {} : { date_order }),
    ...(decimal === undefined ? {} : { decimal }),
  };
}

/** Whether names have those of a time and of a value among them. */
export function hasNeeded(names: readonly string[]): boolean {
  const lower = new Set(names.map((name) => name.trim().toLowerCase()));
  return NEEDED.every((role) => ALIASES[role].some((alias) => lower.has(alias)));
}

/**
 * How these columns are read. All but time and value are read as the text they are, empty
 * alone being nothing: an event's key must not depend on the other rows of its file, as
 * guessed types do.
 */
export function readingOfColumns(
  { time, value, metric, source, eventId, dimensions, added }: EventColumns,
  { date_order, decimal, epoch }: EventReading = {},
): Required<Pick<ReadOptions, "columns">> {
  const texts = [metric, source, eventId, ...dimensions, ...added].filter((name) => name !== null);
  return {
    columns: {
      ...Object.fromEntries(texts.map((name) => [name, { type: "text", nulls: [] }] as const)),
      [time]: { type: "timestamp", date_order, epoch },
      [value]: { type: "decimal", decimal },
    },
  };
}

function missing(roles: readonly (typeof NEEDED)[number][], names: readonly string[]): AppError {
  const present = names.map((name) => `"${name}"`).join(", ");
  const problems = roles.map((role): Problem => ({
    severity: "error",
    code: "MISSING_COLUMNS",
    message: `No column is the ${role}: it may be called ${ALIASES[role].join(", ")}`,
    place: {},
    remedy: `Call a column "${ALIASES[role][0]}"`,
  }));
  return new AppError(
    "MISSING_COLUMNS",
    `Cannot take events as each must have a column for ${roles.join(" and ")}: ` +
      `current value is ${present === "" ? "no column" : present}`,
    { problems },
  );
}
