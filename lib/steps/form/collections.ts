/**
 * Controls of values that hold values: several words, a list of forms, forms by name.
 *
 * @module
 */
import { z } from "zod";
import { labelOf } from "@/lib/steps/label.ts";
import { asClassic, metaOf, schemasAt } from "@/lib/steps/schema.ts";
import { choicesOf, wordChoices } from "./choices.ts";
import type { Addition, FieldControl, FieldScalar, FieldValue, FormGroup } from "./form.ts";
import {
  type ControlSpot,
  type FieldMapping,
  isMapping,
  isScalar,
  meantOption,
  type Spot,
  wordsOf,
} from "./spot.ts";
import { startOf } from "./start.ts";

/** Returns the control of a list of words, or `null` where the list holds more. */
export function severalControl(
  schema: z.ZodArray,
  { value, scalars, spot: { path, context, meta } }: {
    readonly value: FieldValue;
    /** What may stand instead of the list. */
    readonly scalars: readonly z.ZodType[];
    readonly spot: ControlSpot;
  },
): FieldControl | null {
  const items = schemasAt(asClassic(schema.element), []);
  const words = items.flatMap(wordsOf);
  const all = scalars.some((one) => one instanceof z.ZodLiteral && one.values.has(true));
  const listed = wordsIn(value);
  if (listed === null) return null;
  if (!items.some(({ def }) => ["string", "number", "enum"].includes(def.type))) return null;
  return {
    type: "several",
    value: listed,
    choices: words.length > 0 ? wordChoices(words) : choicesOf(meta.suggest, path, context),
    open: words.length === 0,
    mixed: items.some(({ def }) => def.type === "number" || def.type === "boolean"),
    all: all ? value === true : null,
  };
}

/** A single word stands for a list of it; `null` where there is more than words. */
function wordsIn(value: FieldValue): readonly FieldScalar[] | null {
  if (value === null || value === true) return [];
  const list = Array.isArray(value) ? value : [value];
  const words: FieldScalar[] = [];
  for (const item of list) {
    if (!isScalar(item) || item === null) return null;
    words.push(item);
  }
  return words;
}

/** Returns the control of a list of forms; `null` where the value is no list. */
export function listControl(
  schema: z.ZodArray,
  value: FieldValue,
  { path, context, make, meta }: ControlSpot,
): FieldControl | null {
  const list = value === null ? [] : value;
  if (!Array.isArray(list)) return null;
  const element = asClassic(schema.element);
  const options = schemasAt(element, []);
  const objects = options.filter((one) => one instanceof z.ZodObject);
  const items = list.map((item: FieldValue, i): FormGroup => {
    const spot = { path: [...path, i], context, make };
    if (isMapping(item) && objects.length > 0) return operationGroup(objects, item, spot);
    const title = `${i + 1}`;
    return {
      title,
      fields: [{ ...make.field(element, item, { ...spot, inherited: meta }), title }],
    };
  });
  return { type: "list", items, additions: options.map(additionOf) };
}

/** An item is called by the key that tells it from the others. */
function operationGroup(
  objects: readonly z.ZodObject[],
  item: FieldMapping,
  spot: Spot,
): FormGroup {
  const meant = meantOption(objects, item);
  const isKnown = meant !== null &&
    Object.keys(item).some((key) => Object.hasOwn(meant.shape, key));
  if (!isKnown) return { title: "Not known here", fields: [spot.make.unknown(item, spot)] };
  return { title: titleOf(meant), fields: spot.make.fields([meant], item, spot) };
}

function additionOf(schema: z.ZodType): Addition {
  if (schema instanceof z.ZodObject) return { title: titleOf(schema), value: startOf(schema) };
  return { title: schema instanceof z.ZodArray ? "Combination" : "One", value: startOf(schema) };
}

function titleOf({ shape }: z.ZodObject): string {
  const [key = "", schema = null] = Object.entries<z.ZodType>(shape)[0] ?? [];
  return (schema === null ? undefined : metaOf(schema).title) ?? labelOf(key);
}

/** Returns the control of values by free names. */
export function namedControl(
  schema: z.ZodRecord,
  value: FieldMapping,
  { path, context, make, meta }: ControlSpot,
): FieldControl {
  const item = asClassic(schema.valueType);
  const items = Object.entries(value).map(([name, one]) => {
    const field = make.field(item, one, { path: [...path, name], context, make, inherited: meta });
    const isGroup = field.control.type === "group";
    const fields = field.control.type === "group" ? field.control.fields : [field];
    return { name, title: name, fields: isGroup ? fields : [{ ...field, title: name }] };
  });
  const taken = Object.keys(value);
  return {
    type: "named",
    items,
    suggested: choicesOf(meta.keys, path, context).filter((one) => !taken.includes(one.value)),
    additions: [{ title: "Add", value: startOf(item) }],
  };
}
