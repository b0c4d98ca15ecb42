/**
 * Parameters as texts of an address: defaults, ranges of days, and what people call them.
 *
 * @module
 */
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";

/** Ranges that are offered, as an address has them. */
export const RANGES: readonly string[] = [
  "all",
  "last 7 days",
  "last 28 days",
  "last 90 days",
  "last 12 months",
];

/** Returns the text that stands for a declaration's default. */
export function defaultText({ type, default: value }: ParameterDeclaration): string {
  if (type !== "date_range" || value === "all") return String(value);
  // The discriminant was checked: a range's default is a rule or two days.
  const range = value as Exclude<
    Extract<ParameterDeclaration, { type: "date_range" }>["default"],
    "all"
  >;
  if ("from" in range) return `${range.from}..${range.to}`;
  return `last ${range.last} ${range.unit}${range.last === 1 ? "" : "s"}`;
}

/** Returns both days of a range of fixed days, or `null`. */
export function daysOf(text: string): readonly [from: string, to: string] | null {
  const match = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  return match === null ? null : [match[1], match[2]];
}

/** Returns what people call a range. */
export function rangeTitle(text: string): string {
  if (text === "all") return "All days";
  return daysOf(text) === null ? `${text[0].toUpperCase()}${text.slice(1)}` : "From … to …";
}

/** Returns a parameter's title: the one declared, else its name in words. */
export function parameterTitle(
  { name, declaration }: { readonly name: string; readonly declaration: ParameterDeclaration },
): string {
  const words = name.replaceAll("_", " ");
  return declaration.title ?? words[0].toUpperCase() + words.slice(1);
}

/** Returns the query of an address where a parameter has this value; a default is left out. */
export function queryWith(
  query: URLSearchParams,
  { name, declaration }: { readonly name: string; readonly declaration: ParameterDeclaration },
  value: string,
): string {
  const next = new URLSearchParams(query);
  if (value === defaultText(declaration)) next.delete(name);
  else next.set(name, value);
  for (const own of [`${name}-from`, `${name}-to`]) next.delete(own);
  return next.toString();
}
