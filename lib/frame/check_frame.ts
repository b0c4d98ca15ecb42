/**
 * Tells whether columns are what their types say.
 *
 * @module
 */
import { isDay } from "@/lib/day.ts";
import { AppError } from "@/lib/errors.ts";
import type { Column, Frame } from "./frame.ts";

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/;

/**
 * Refuses columns of unequal length or of one name, whole numbers that are not whole,
 * days that are no ISO days and moments that are not in UTC. @throws WRONG_TYPE
 */
export function checkFrame(frame: Frame): void {
  const seen = new Set<string>();
  for (const column of frame.columns) {
    if (seen.has(column.name)) refuse(column, "names must be unique", column.name);
    seen.add(column.name);
    if (column.values.length !== frame.length) {
      refuse(column, `its length must be ${frame.length}`, column.values.length);
    }
    const wrong = wrongValue(column);
    if (wrong !== null) refuse(column, `a value must be ${wrong.rule}`, wrong.value);
  }
}

interface Wrong {
  readonly rule: string;
  readonly value: unknown;
}

function wrongValue(column: Column): Wrong | null {
  switch (column.type) {
    case "integer":
      return firstWrong(
        column.values,
        "a whole number",
        (value) => Number.isNaN(value) || Number.isInteger(value),
      );
    case "date":
      return firstWrong(column.values, "a day", (value) => value === null || isDay(value));
    case "timestamp":
      return firstWrong(
        column.values,
        "a moment in UTC",
        (value) => value === null || MOMENT.test(value),
      );
    case "decimal":
    case "float":
    case "boolean":
    case "time":
    case "text":
      return null;
  }
}

function firstWrong<T>(
  values: Iterable<T>,
  rule: string,
  isRight: (value: T) => boolean,
): Wrong | null {
  for (const value of values) if (!isRight(value)) return { rule, value };
  return null;
}

function refuse(column: Column, rule: string, value: unknown): never {
  throw new AppError(
    "WRONG_TYPE",
    `Cannot use the column "${column.name}" as ${rule}: current value is ${JSON.stringify(value)}`,
  );
}
