/**
 * What a schema of the API's description says, as words and parts: what people read of it.
 *
 * @module
 */

/** A schema of JSON Schema, as far as the description uses it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a value is. */
export interface Shape {
  /** Such as "text or null"; before the shape that is meant where there is one. */
  readonly words: string;
  /** The name of a shape that is described by itself; `null` where it is described here. */
  readonly name: string | null;
  readonly description: string | null;
  /** Of an object, or of each item of a list of objects. */
  readonly parts: readonly ShapePart[];
}

/** A field of an object. */
export interface ShapePart extends Shape {
  readonly field: string;
  readonly isOptional: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  array: "list",
  null: "null",
};

const FORMATS: Readonly<Record<string, string>> = {
  "date": "day",
  "date-time": "moment",
  "binary": "file",
  "email": "e-mail address",
  "uuid": "id",
};

/** Tells what a schema says. */
export function shapeOf(schema: JsonSchema): Shape {
  const description = schema.description ?? null;
  if (schema.$ref !== undefined) {
    return { words: "", name: schema.$ref.split("/").at(-1) ?? null, description, parts: [] };
  }
  const [only, ...others] = alternativesOf(schema);
  if (only !== undefined && others.length === 0) {
    const shape = shapeOf(only.schema);
    const words = [shape.words, ...only.rest].filter((word) => word !== "").join(", ");
    return { ...shape, words, description: description ?? shape.description };
  }
  if (only !== undefined) {
    const shapes = [only, ...others].map((one) => shapeOf(one.schema));
    const names = shapes.map(({ words, name }) => `${words} ${name ?? ""}`.trim());
    const parts = shapes.flatMap((shape) => shape.parts);
    return { words: [...new Set(names)].join(" or "), name: null, description, parts };
  }
  if (schema.items !== undefined) {
    const item = shapeOf(schema.items);
    const words = `list of ${item.words}`.trim();
    return { ...item, words, description: description ?? item.description };
  }
  return { words: wordsOf(schema), name: null, description, parts: partsOf(schema) };
}

/** What a value may be one of; a schema that says more than that of one of them adds words. */
function alternativesOf({ anyOf, oneOf, allOf }: JsonSchema) {
  const all = anyOf ?? oneOf ?? allOf ?? [];
  const nulls = all.filter(({ type }) => type === "null").length;
  const rest = nulls === 0 ? [] : ["or null"];
  return all.filter(({ type }) => type !== "null").map((schema) => ({ schema, rest }));
}

function partsOf({ properties = {}, required = [] }: JsonSchema): readonly ShapePart[] {
  return Object.entries(properties).map(([field, schema]) => ({
    ...shapeOf(schema),
    field,
    isOptional: !required.includes(field),
  }));
}

function wordsOf(schema: JsonSchema): string {
  const types = [schema.type ?? []].flat();
  const kind = schema.const !== undefined
    ? JSON.stringify(schema.const)
    : schema.enum !== undefined
    ? schema.enum.filter((one) => one !== null).map((one) => JSON.stringify(one)).join(", ")
    : types.filter((type) => type !== "null")
      .map((type) => FORMATS[schema.format ?? ""] ?? WORDS[type] ?? type).join(" or ");
  const { minimum, maximum } = schema;
  const range = minimum !== undefined && maximum !== undefined && Math.abs(maximum) < 1e9
    ? `from ${minimum} to ${maximum}`
    : "";
  const fallback = schema.default === undefined
    ? ""
    : `${JSON.stringify(schema.default)} where left out`;
  const orNull = types.includes("null") ? "or null" : "";
  const first = [kind, range, orNull].filter((word) => word !== "").join(" ");
  return [first, fallback].filter((word) => word !== "").join(", ");
}
