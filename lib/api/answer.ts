/**
 * How answers are told in an operation's responses.
 *
 * @module
 */
import type { ZodType } from "zod";

/** An answer of JSON. */
export function json<Schema extends ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } };
}
