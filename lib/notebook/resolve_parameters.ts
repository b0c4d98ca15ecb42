/**
 * Turns what was given for a notebook's parameters into values: texts from a
 * command line or an address, else the defaults of the head.
 *
 * Relative ranges end on the run's day, which is in them: "last 90 days" is that day
 * and the 89 before it, "last 3 months" begins on the day after the same day three
 * months ago.
 *
 * @module
 */
import { addToDay, type Day, DAY_UNITS, type DayUnit, isDay, parseDay } from "@/lib/day.ts";
import { AppError, type Problem } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";
import type { ParameterValue, ParameterValues } from "@/lib/sql/parameters.ts";
import type { Notebook } from "./model.ts";
import type { ParameterDeclaration } from "./parameters.ts";

/** What parameters are resolved from. */
export interface ResolveOptions {
  /** Texts by the parameter's name. */
  readonly given: Readonly<Record<string, string>>;
  /** The day of the run. */
  readonly asOf: string;
}

type DateRange = Extract<ParameterDeclaration, { type: "date_range" }>["default"];

const ALL: ParameterValue = { type: "choice", value: "all" };

/**
 * Returns a value for each parameter that the head declares.
 * @throws AppError BAD_PARAMETER, with a problem for each text that does not fit.
 */
export function resolveParameters(
  { head, fileName }: Notebook,
  { given, asOf }: ResolveOptions,
): ParameterValues {
  const day = parseDay(asOf);
  const problems: Problem[] = [];
  const values = new Map<string, ParameterValue>();
  const refuse = (name: string, rule: string, remedy: string | null) =>
    problems.push({
      severity: "error",
      code: "BAD_PARAMETER",
      message: `Cannot set the parameter ${JSON.stringify(name)} as ${rule}: current value is ${
        JSON.stringify(given[name])
      }`,
      place: { file: fileName, key: `params.${name}` },
      remedy,
    });
  for (const [name, declaration] of head.parameters) {
    if (!Object.hasOwn(given, name)) {
      values.set(name, defaultValue(declaration, day));
      continue;
    }
    const read = readText(given[name].trim(), declaration, day);
    if ("value" in read) values.set(name, read.value);
    else refuse(name, read.rule, read.remedy ?? null);
  }
  const declared = [...head.parameters.keys()];
  for (const name of Object.keys(given)) {
    if (declared.some((known) => known === name)) continue;
    refuse(
      name,
      "the notebook declares none of this name",
      suggestName(name, declared) ??
        (declared.length === 0 ? "It declares none" : `It declares ${declared.join(", ")}`),
    );
  }
  if (problems.length === 0) return values;
  throw new AppError("BAD_PARAMETER", problems[0].message, { problems });
}

function defaultValue(declaration: ParameterDeclaration, asOf: Day): ParameterValue {
  switch (declaration.type) {
    case "date_range":
      return rangeValue(declaration.default, asOf);
    case "date":
      return {
        type: "date",
        value: declaration.default === "as_of" ? asOf : declaration.default,
      };
    case "number":
      return { type: "number", value: declaration.default };
    case "boolean":
      return { type: "boolean", value: declaration.default };
    case "text":
      return { type: "text", value: declaration.default };
    case "choice":
    case "source":
    case "metric":
    case "measure":
    case "dimension":
      return { type: "choice", value: declaration.default };
  }
}

function rangeValue(range: DateRange, asOf: Day): ParameterValue {
  if (range === "all") return ALL;
  if ("from" in range) return { type: "date_range", from: range.from, to: range.to };
  return {
    type: "date_range",
    from: addToDay(addToDay(asOf, -range.last, range.unit), 1, "day"),
    to: asOf,
  };
}

type TextReading =
  | { readonly value: ParameterValue }
  | { readonly rule: string; readonly remedy?: string | null };

function readText(text: string, declaration: ParameterDeclaration, asOf: Day): TextReading {
  switch (declaration.type) {
    case "date_range":
      return readRange(text, asOf);
    case "date":
      if (text === "as_of") return { value: { type: "date", value: asOf } };
      return isDay(text)
        ? { value: { type: "date", value: text } }
        : { rule: "it must be a day that exists, written YYYY-MM-DD" };
    case "number":
      return readNumber(text, declaration);
    case "boolean":
      return text === "true" || text === "false"
        ? { value: { type: "boolean", value: text === "true" } }
        : { rule: "it must be true or false" };
    case "text":
      return { value: { type: "text", value: text } };
    case "choice":
      return readChoice(text, declaration);
    case "source":
    case "metric":
    case "measure":
    case "dimension":
      return text === ""
        ? { rule: "it must not be empty", remedy: 'Give a name, or "all"' }
        : { value: { type: "choice", value: text } };
  }
}

const LAST = /^last (\d{1,5}) (\w+?)s?$/i;

function readRange(text: string, asOf: Day): TextReading {
  const remedy = 'Give "2026-01-01..2026-03-31", "last 90 days" or "all"';
  if (text === "all") return { value: ALL };
  const last = LAST.exec(text);
  if (last !== null) {
    const unit = last[2].toLowerCase();
    const count = Number(last[1]);
    if (!isDayUnit(unit) || count < 1 || count > 10_000) {
      return { rule: `it must count 1 to 10000 of ${DAY_UNITS.join("s, ")}s`, remedy };
    }
    return { value: rangeValue({ last: count, unit }, asOf) };
  }
  const [from, to, ...rest] = text.split("..");
  if (rest.length > 0 || to === undefined || !isDay(from) || !isDay(to)) {
    return { rule: "it must be two days that exist, or a number of last days", remedy };
  }
  if (from > to) return { rule: "its first day must not come after its last", remedy };
  return { value: { type: "date_range", from, to } };
}

function isDayUnit(text: string): text is DayUnit {
  return (DAY_UNITS as readonly string[]).includes(text); // Widened to be asked for any text.
}

function readNumber(
  text: string,
  { min, max }: Extract<ParameterDeclaration, { type: "number" }>,
): TextReading {
  const value = Number(text);
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || !Number.isFinite(value)) {
    return { rule: "it must be a number", remedy: 'Write it with a point, such as "2.5"' };
  }
  if (min !== undefined && value < min) return { rule: `it must be at least ${min}` };
  if (max !== undefined && value > max) return { rule: `it must be at most ${max}` };
  return { value: { type: "number", value } };
}

function readChoice(
  text: string,
  declaration: Extract<ParameterDeclaration, { type: "choice" }>,
): TextReading {
  const { options } = declaration;
  const isOption = options === undefined ? text !== "" : options.includes(text);
  const isAll = text === "all" && declaration.default === "all";
  if (isOption || isAll) return { value: { type: "choice", value: text } };
  if (options === undefined) {
    return { rule: "it must not be empty", remedy: 'Give a value, or "all"' };
  }
  const offered = declaration.default === "all" ? ["all", ...options] : options;
  return {
    rule: `it must be one of ${offered.map((option) => JSON.stringify(option)).join(", ")}`,
    remedy: suggestName(text, offered),
  };
}
