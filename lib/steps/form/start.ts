/**
 * What a new item of a list or mapping begins with.
 *
 * @module
 */
import { z } from "zod";
import { isRequired, schemasAt } from "@/lib/steps/schema.ts";
import type { FieldValue } from "./form.ts";

/** Returns the least that a schema asks for; what only a person knows is empty. */
export function startOf(schema: z.ZodType): FieldValue {
  const [first] = schemasAt(schema, []);
  if (first instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.ZodType>> = first.shape;
    return Object.fromEntries(
      Object.entries(shape).filter(([, one]) => isRequired(one))
        .map(([key, one]) => [key, startOf(one)]),
    );
  }
  if (first instanceof z.ZodRecord) return {};
  if (first instanceof z.ZodArray) return [];
  if (first instanceof z.ZodEnum) return first.options[0] ?? "";
  if (first instanceof z.ZodLiteral) {
    const [literal] = first.values;
    return typeof literal === "bigint" || literal === undefined ? null : literal;
  }
  if (first instanceof z.ZodNumber) return Math.max(0, first.minValue ?? 0);
  return first instanceof z.ZodBoolean ? false : "";
}
