/**
 * What zod says of a body, in our words.
 *
 * @module
 */
import { z } from "zod";
import type { Path } from "@/lib/steps/schema.ts";

/** One thing that zod found wrong. */
export type ZodIssue = z.core.$ZodIssue;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of keys",
  record: "a mapping of names",
  null: "empty",
};

/** Says what a rule demands: "it must …". */
export function ruleOf(issue: ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `it must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `it must be ${show(issue.values[0])}`
        : `it must be one of ${issue.values.map(show).join(", ")}`;
    case "too_small":
      return `it must ${
        bound(issue.origin, issue.inclusive ? "at least" : "more than", issue.minimum)
      }`;
    case "too_big":
      return `it must ${
        bound(issue.origin, issue.inclusive ? "at most" : "less than", issue.maximum)
      }`;
    case "not_multiple_of":
      return `it must be a multiple of ${issue.divisor}`;
    case "invalid_format":
    case "custom":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "unrecognized_keys":
      return issue.message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  }
}

function bound(origin: string, side: string, limit: number | bigint): string {
  if (origin === "string") return `have ${side} ${limit} letters`;
  if (origin === "array") return `have ${side} ${limit} items`;
  if (origin === "object" || origin === "record") return `have ${side} ${limit} keys`;
  return `be ${side} ${limit}`;
}

/** Says what one of these schemas takes: "a number or one of …". */
export function describe(schemas: readonly z.ZodType[]): string {
  const words = schemas.map((schema) =>
    schema instanceof z.ZodEnum
      ? `one of ${schema.options.map(show).join(", ")}`
      : schema instanceof z.ZodLiteral
      ? [...schema.values].map(show).join(" or ")
      : TYPE_WORDS[schema.def.type] ?? schema.def.type
  );
  return [...new Set(words)].join(" or ") || "a value";
}

/** Writes a path as messages do: `measures.revenue` or `steps[2].filter`, counting from 1. */
export function pathText(path: Path): string {
  return path
    .map((key, i) => typeof key === "number" ? `[${key + 1}]` : (i > 0 ? "." : "") + key)
    .join("");
}

/** Writes a value as messages do, at most 80 letters of it. */
export function show(value: unknown): string {
  const text = value === undefined ? "none" : value === null ? "empty" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
