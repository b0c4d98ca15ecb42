/**
 * What an editor says of a schema.
 *
 * @module
 */
import type { z } from "zod";
import { describe } from "@/lib/notebook/issue_words.ts";
import { defaultOf, metaOf, schemasAt } from "@/lib/steps/schema.ts";

/** Says what a value must be: "a number", "one of …". */
export function typeText(schema: z.ZodType): string {
  return describe(schemasAt(schema, [])).replaceAll('"', "");
}

/** Writes what holds where nothing is written, or `null`. */
export function defaultText(schema: z.ZodType): string | null {
  const value = defaultOf(schema);
  const isNothing = value === undefined || (typeof value === "object" && value !== null &&
    Object.keys(value).length === 0);
  return isNothing ? null : typeof value === "string" ? value : JSON.stringify(value);
}

/** Returns Markdown that says what a key is for. */
export function documentKey(key: string, schema: z.ZodType): string {
  const { title, description, unit } = metaOf(schema);
  const absent = defaultText(schema);
  return [
    `**${key}**${title === undefined ? "" : ` – ${title}`}`,
    ...(description === undefined ? [] : [description]),
    `Takes ${typeText(schema)}${unit === undefined ? "" : `, in ${unit}`}` +
    (absent === null ? "" : `; left out, it is \`${absent}\``),
  ].join("\n\n");
}
