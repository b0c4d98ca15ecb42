/**
 * Chooses how a value is filled in, from what its schema takes and what stands there.
 *
 * @module
 */
import { z } from "zod";
import { choicesOf, parameterChoices, wordChoices } from "./choices.ts";
import { listControl, namedControl, severalControl } from "./collections.ts";
import type { FieldControl, FieldScalar, FieldValue } from "./form.ts";
import { type ControlSpot, isMapping, isScalar, wordsOf } from "./spot.ts";
import { startOf } from "./start.ts";

/** Returns the control for a value of one of these schemas; `null` where nothing is written. */
export function controlOf(
  options: readonly z.ZodType[],
  value: FieldValue,
  spot: ControlSpot,
): FieldControl {
  if (spot.meta.row) return rowControl(value, spot);
  const objects = options.filter((one) => one instanceof z.ZodObject);
  const records = options.filter((one) => one instanceof z.ZodRecord);
  const arrays = options.filter((one) => one instanceof z.ZodArray);
  const scalars = options.filter((one) => SCALARS.includes(one.def.type));
  const chosen = chooseControl({ objects, records, arrays, scalars, options }, value, spot);
  return chosen ?? { type: "yaml", value: spot.context.writeYaml(value) };
}

const SCALARS: readonly string[] = [
  "string",
  "number",
  "int",
  "boolean",
  "enum",
  "literal",
  "null",
];

interface Options {
  readonly objects: readonly z.ZodObject[];
  readonly records: readonly z.ZodRecord[];
  readonly arrays: readonly z.ZodArray[];
  readonly scalars: readonly z.ZodType[];
  readonly options: readonly z.ZodType[];
}

function chooseControl(
  { objects, records, arrays, scalars, options }: Options,
  value: FieldValue,
  spot: ControlSpot,
): FieldControl | null {
  const isText = typeof value === "string" || value === null;
  if (objects.length > 0) {
    if (scalars.length > 0 && !objects.some(holdsValue)) {
      return variantControl(objects, { scalars, value, spot });
    }
    // A text may stand for a mapping of which it is the `value`.
    if (isMapping(value) || (isText && (value === null || objects.some(holdsValue)))) {
      const mapping = isMapping(value) ? value : value === null ? {} : { value };
      return { type: "group", fields: spot.make.fields(objects, mapping, spot) };
    }
  }
  if (records.length > 0) {
    if (isMapping(value)) return namedControl(records[0], value, spot);
    if (value === null && scalars.length === 0) return namedControl(records[0], {}, spot);
  }
  if (arrays.length > 0) {
    return severalControl(arrays[0], { value, scalars, spot }) ??
      listControl(arrays[0], value, spot);
  }
  return isScalar(value) && scalars.length > 0 && scalars.length === options.length - records.length
    ? scalarControl(scalars, value, spot)
    : null;
}

/** Returns the control for a value or a row of them, which is written as it stands in the file. */
function rowControl(value: FieldValue, { context }: ControlSpot): FieldControl {
  if (value === null) return { type: "yaml", value: "" };
  const isRow = Array.isArray(value) && value.every(isScalar);
  return { type: "yaml", value: isRow ? `[${value.join(", ")}]` : context.writeYaml(value) };
}

/** Returns the control for a value of one word. */
function scalarControl(
  schemas: readonly z.ZodType[],
  value: FieldScalar | null,
  spot: ControlSpot,
): FieldControl {
  const words = schemas.flatMap(wordsOf);
  const open = schemas.filter((one) => wordsOf(one).length === 0 && one.def.type !== "null");
  const type = open.length === 1 && words.length === 0 ? open[0].def.type : null;
  if (open.length === 0 && (value === null || words.includes(String(value)))) {
    return {
      type: "choice",
      value: value === null ? null : String(value),
      choices: wordChoices(words, spot.meta.titles),
    };
  }
  if (type === "string" && (value === null || typeof value === "string")) {
    return textControl(open[0], value, spot);
  }
  if (type === "boolean" && (value === null || typeof value === "boolean")) {
    return { type: "boolean", value };
  }
  if (open[0] instanceof z.ZodNumber && type !== null) {
    if (value === null || typeof value === "number") {
      return { type: "number", value, ...boundsOf(open[0]) };
    }
  }
  return {
    type: "scalar",
    value,
    choices: [...wordChoices(words), ...parameterChoices(spot.context)],
  };
}

function textControl(
  schema: z.ZodType,
  value: string | null,
  { path, context, meta }: ControlSpot,
): FieldControl {
  const suggest = meta.suggest ?? schema.meta()?.suggest;
  if (suggest === "expression") {
    return { type: "expression", value, columns: choicesOf("column", path, context) };
  }
  if (suggest !== undefined) {
    return { type: "suggested", value, choices: choicesOf(suggest, path, context) };
  }
  return { type: meta.lines || value?.includes("\n") ? "lines" : "text", value };
}

function variantControl(
  objects: readonly z.ZodObject[],
  { scalars, value, spot }: {
    readonly scalars: readonly z.ZodType[];
    readonly value: FieldValue;
    readonly spot: ControlSpot;
  },
): FieldControl {
  const { path, meta: { variants: [word, mapping] = ["Value", "Method"] } } = spot;
  const variants = [
    { title: word, value: "" },
    { title: mapping, value: startOf(objects[0]) },
  ];
  if (isMapping(value)) {
    const fields = spot.make.fields(objects, value, spot);
    return { type: "variant", chosen: mapping, variants, fields };
  }
  const control = controlOf(scalars, value, spot);
  const field = { path, title: word, description: null, required: true, main: null, unit: null };
  return {
    type: "variant",
    chosen: value === null ? null : word,
    variants,
    fields: [{ ...field, placeholder: null, control }],
  };
}

function holdsValue({ shape }: z.ZodObject): boolean {
  return Object.hasOwn(shape, "value");
}

function boundsOf(schema: z.ZodNumber) {
  const limit = (value: number | null) =>
    value === null || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;
  return {
    whole: schema.isInt,
    least: limit(schema.minValue),
    greatest: limit(schema.maxValue),
  };
}
