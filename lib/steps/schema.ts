/**
 * Walks a kind's zod schema along a path of keys: which keys are known there,
 * and what may stand there. Forms, completion, messages and the writer follow it.
 *
 * @module
 */
import { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** What is counted, such as "periods". */
    unit?: string;
    /** What completion offers. For all but an expression, a parameter may stand as a whole. */
    suggest?:
      | "cell"
      | "column"
      | "dimension"
      | "events"
      | "expression"
      | "measure"
      | "metric"
      | "place"
      | "source"
      | "time";
    /** What fixed words are called in a form, where that is not the word itself. */
    titles?: Readonly<Record<string, string>>;
    /** A right value as people write it: the remedy where another stands that does not fit. */
    example?: string;
    /** Whether a parameter may stand for a text that is no name. */
    parameter?: boolean;
    /** What the keys of a mapping of free names are. */
    keys?: "column" | "dimension" | "measure" | "new_column" | "new_measure";
    /** Whether a list is filled in as a row of values: their order counts, and they may repeat. */
    row?: boolean;
    /** Whether a text usually has several lines. */
    lines?: boolean;
    /**
     * Whether a form shows it even where nothing is written: for what people change most. Of the
     * alternatives of a form, all are shown until one is filled in, then that one alone.
     */
    main?: true | "alternative";
    /** A form shows it only where another key of the body has one of these values, or any if none. */
    goesWith?: Readonly<Record<string, readonly string[]>>;
    /** A form hides it where this other key of the body is written, and it is not itself. */
    apartFrom?: string;
    /** What a form calls a single word, and the mapping that may stand instead of it. */
    variants?: readonly [word: string, mapping: string];
  }
}

/** Keys and indexes from a body's top to a value. */
export type Path = readonly (string | number)[];

/** Returns the schemas of which one holds a value at a path; none where the path is unknown. */
export function schemasAt(schema: z.ZodType, path: Path): readonly z.ZodType[] {
  let found = alternatives(schema);
  for (const key of path) found = found.flatMap((one) => stepInto(one, key));
  return found;
}

/** Returns the keys of a mapping at a path in the schema's order; none where keys are free. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const keys = schemasAt(schema, path).flatMap((one) =>
    one instanceof z.ZodObject ? Object.keys(one.shape) : []
  );
  return [...new Set(keys)];
}

/** Returns the keys that a mapping must have. */
export function neededKeys(schema: z.ZodType): readonly string[] {
  return schemasAt(schema, []).flatMap((one) =>
    one instanceof z.ZodObject
      ? Object.keys(one.shape).filter((key) => isRequired(asClassic(one.shape[key])))
      : []
  );
}

/** Whether `${name}` as the whole value stands for the parameter's value, rather than being an expression. */
export function isParameterPlace(schema: z.ZodType, path: Path): boolean {
  const found = schemasAt(schema, path);
  return found.length > 0 && !found.some((one) => {
    if (!(one instanceof z.ZodString) || one.def.checks?.some(isFormat)) return false;
    const meta = one.meta();
    const isName = meta?.suggest !== undefined && meta.suggest !== "expression";
    return !isName && meta?.parameter !== true;
  });
}

function isFormat(check: z.core.$ZodCheck<never>): boolean {
  return check._zod.def.check === "string_format";
}

/** Returns a right value at a path as people write it; `null` where the schema has no example. */
export function exampleAt(schema: z.ZodType, path: Path): string | null {
  const found = schemasAt(schema, path).map((one) => one.meta()?.example);
  return found.find((example) => example !== undefined) ?? null;
}

/** What is said of a schema and of what it surrounds; the outer word holds. */
export function metaOf(schema: z.ZodType): z.GlobalMeta {
  const inner = surrounded(schema);
  return { ...(inner === null ? {} : metaOf(inner)), ...schema.meta() };
}

/** Returns what holds where nothing is written; `undefined` where nothing does. */
export function defaultOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return schema.def.defaultValue;
  }
  const inner = surrounded(schema);
  return inner === null ? undefined : defaultOf(inner);
}

/** Whether the key of this schema must be written. */
export function isRequired(schema: z.ZodType): boolean {
  return !schema.safeParse(undefined).success;
}

function surrounded(schema: z.ZodType): z.ZodType | null {
  if (
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly || schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodCatch
  ) return asClassic(schema.def.innerType);
  if (!(schema instanceof z.ZodPipe)) return null;
  const start = asClassic(schema.def.in);
  return start instanceof z.ZodTransform ? asClassic(schema.def.out) : start;
}

/** Takes off what surrounds a schema (optional, default, pipe) and spreads unions. */
function alternatives(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => alternatives(asClassic(option)))
      .map((one) => withMetaOf(one, schema));
  }
  const inner = surrounded(schema);
  if (inner !== null) return alternatives(inner).map((one) => withMetaOf(one, schema));
  if (schema instanceof z.ZodLazy) return alternatives(asClassic(schema.def.getter()));
  return [schema];
}

/** A schema keeps what was said of its wrapper. */
function withMetaOf(inner: z.ZodType, outer: z.ZodType): z.ZodType {
  const outerMeta = outer.meta();
  return outerMeta === undefined ? inner : inner.meta({ ...outerMeta, ...inner.meta() });
}

function stepInto(schema: z.ZodType, key: string | number): readonly z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const inner = Object.hasOwn(schema.shape, key) ? schema.shape[key] : null;
    return inner === null ? [] : alternatives(asClassic(inner));
  }
  if (schema instanceof z.ZodRecord) return itemsOf(schema, asClassic(schema.def.valueType));
  if (schema instanceof z.ZodArray) return itemsOf(schema, asClassic(schema.def.element));
  if (schema instanceof z.ZodTuple) {
    const item = schema.def.items[Number(key)];
    return item === undefined ? [] : alternatives(asClassic(item));
  }
  return [];
}

/** What is said of names in a list holds for each of them. */
function itemsOf(container: z.ZodType, item: z.ZodType): readonly z.ZodType[] {
  const { suggest, parameter } = container.meta() ?? {};
  return alternatives(item).map((one) => one.meta({ suggest, parameter, ...one.meta() }));
}

/** Returns a schema under the type that its maker gave it. */
export function asClassic(schema: z.core.SomeType): z.ZodType {
  return schema as z.ZodType; // All our schemas are made with zod itself, none with its core or mini.
}
