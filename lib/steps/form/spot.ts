/**
 * What the parts of the form's maker share: where a field is made, and tests of values.
 *
 * @module
 */
import { z } from "zod";
import type { FormContext } from "./choices.ts";
import type { FieldPath, FieldScalar, FieldValue, FormField } from "./form.ts";

/** A mapping of a body. */
export type FieldMapping = { readonly [key: string]: FieldValue };

/** Makes the fields within a field. */
export interface Maker {
  field(
    schema: z.ZodType,
    value: FieldValue | undefined,
    /** `inherited` is what a container says of all it holds. */
    spot: Spot & { readonly inherited?: z.GlobalMeta },
  ): FormField;
  /** The fields of a mapping, of which one of these schemas is meant. */
  fields(options: readonly z.ZodObject[], values: FieldMapping, spot: Spot): readonly FormField[];
  /** The field of what no schema knows. */
  unknown(value: FieldValue, spot: Spot): FormField;
}

/** Where fields are made. */
export interface Spot {
  readonly path: FieldPath;
  readonly context: FormContext;
  readonly make: Maker;
}

/** Where a control is chosen. */
export interface ControlSpot extends Spot {
  /** What is said of the value. */
  readonly meta: z.GlobalMeta;
}

/** Returns the alternative that a mapping was written for: the literals tell, else the keys. */
export function meantOption(
  options: readonly z.ZodObject[],
  values: FieldMapping,
): z.ZodObject | null {
  const fitting = options.filter(({ shape }) =>
    Object.entries(shape).every(([key, schema]) =>
      !(schema instanceof z.ZodLiteral) || values[key] === undefined ||
      [...schema.values].some((literal) => literal === values[key])
    )
  );
  const keys = Object.keys(values);
  const knows = ({ shape }: z.ZodObject) => keys.filter((key) => Object.hasOwn(shape, key)).length;
  const [best = null] = fitting.toSorted((left, right) => knows(right) - knows(left));
  return best ?? options[0] ?? null;
}

/** The fixed words of a schema; empty where any may stand. */
export function wordsOf(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];
}

/** Whether a value is a mapping. */
export function isMapping(value: FieldValue | undefined): value is FieldMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is one word, or none. */
export function isScalar(value: FieldValue): value is FieldScalar | null {
  return typeof value !== "object" || value === null;
}
