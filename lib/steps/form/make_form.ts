/**
 * Makes the form of a body from its kind's schema: which fields there are, what may
 * stand in each, what stands there now.
 *
 * @module
 */
import { z } from "zod";
import { labelOf } from "@/lib/steps/label.ts";
import { defaultOf, isRequired, metaOf, schemasAt } from "@/lib/steps/schema.ts";
import type { AnyStep, Takes } from "@/lib/steps/step.ts";
import { type FormContext, wordChoices } from "./choices.ts";
import { controlOf } from "./control.ts";
import type { FieldControl, FieldPath, FieldValue, FormField } from "./form.ts";
import { type FieldMapping, type Maker, meantOption, type Spot } from "./spot.ts";

const MAKE: Maker = { field: makeField, fields: fieldsOfObject, unknown: unknownField };

/**
 * Returns the fields of a body: its kind's own keys, keys that the kind does not know as YAML,
 * then where its rows come from. Whether it is disabled is told beside the cell.
 */
export function makeFields(
  { parameters, takes }: Pick<AnyStep, "parameters" | "takes">,
  values: FieldMapping,
  context: FormContext,
): readonly FormField[] {
  const { from = null, disabled: _disabled, ...own } = values;
  const options = schemasAt(parameters, []).filter((one) => one instanceof z.ZodObject);
  const fields = fieldsOfObject(options, own, { path: [], context, make: MAKE });
  if (takes === "nothing" && from === null) return fields;
  return [...fields, inputField(from, takes, context)];
}

/** The key `from`, which all kinds have that take something. */
function inputField(value: FieldValue, takes: Takes, context: FormContext): FormField {
  const schema = takes === "many" || Array.isArray(value) ? INPUTS : INPUT;
  const field = makeField(schema, value, { path: ["from"], context, make: MAKE });
  return { ...field, placeholder: context.parents.join(", ") || null };
}

const INPUT = z.string().optional().meta({ title: "Input", suggest: "cell", main: true });
const INPUTS = z.union([z.string(), z.array(z.string())]).optional()
  .meta({ title: "Inputs", suggest: "cell", main: true });

function fieldsOfObject(
  options: readonly z.ZodObject[],
  values: FieldMapping,
  spot: Spot,
): readonly FormField[] {
  const { path } = spot;
  const meant = meantOption(options, values);
  if (meant === null) return [];
  const shape: Readonly<Record<string, z.ZodType>> = meant.shape;
  const known = Object.entries(shape).flatMap(([key, schema]) => {
    if (schema instanceof z.ZodLiteral) {
      return options.length < 2 ? [] : [tellingField(key, options, { values, path })];
    }
    if (values[key] === undefined && !isWanted(schema, shape, values)) return [];
    return [makeField(schema, values[key], { ...spot, path: [...path, key] })];
  });
  const unknown = Object.entries(values)
    .filter(([key]) => !Object.hasOwn(shape, key))
    .map(([key, value]) => unknownField(value, { ...spot, path: [...path, key] }));
  return [...known, ...unknown];
}

/** Whether what a key goes with stands in the body, or holds where nothing is written. */
function isWanted(
  schema: z.ZodType,
  shape: Readonly<Record<string, z.ZodType>>,
  values: FieldMapping,
): boolean {
  const { goesWith = {}, apartFrom } = metaOf(schema);
  if (apartFrom !== undefined && (values[apartFrom] ?? null) !== null) return false;
  return Object.entries(goesWith).every(([key, wanted]) =>
    wanted.length === 0
      ? values[key] !== undefined && values[key] !== null
      : wanted.includes(String(values[key] ?? defaultOf(shape[key])))
  );
}

function makeField(
  schema: z.ZodType,
  value: FieldValue | undefined,
  { path, context, make, inherited }: Spot & { readonly inherited?: z.GlobalMeta },
): FormField {
  const own = metaOf(schema);
  const meta = { ...own, suggest: own.suggest ?? inherited?.suggest };
  const absent = defaultOf(schema);
  const control = controlOf(schemasAt(schema, []), value ?? null, { path, context, make, meta });
  return {
    path,
    title: meta.title ?? labelOf(String(path.at(-1) ?? "")),
    description: meta.description ?? null,
    required: isRequired(schema),
    main: meta.main ?? null,
    unit: meta.unit ?? null,
    placeholder: absent === undefined ? null : placeholderOf(absent, control),
    control,
  };
}

function unknownField(value: FieldValue, { path, context }: Spot): FormField {
  return {
    path,
    title: String(path.at(-1) ?? ""),
    description: "Not known here",
    required: false,
    main: null,
    unit: null,
    placeholder: null,
    control: { type: "yaml", value: context.writeYaml(value) },
  };
}

/** The key whose literal tells alternatives apart, such as the type of a chart. */
function tellingField(
  key: string,
  options: readonly z.ZodObject[],
  { values, path }: { readonly values: FieldMapping; readonly path: FieldPath },
): FormField {
  const words = options.flatMap(({ shape }) => {
    const literal: unknown = shape[key];
    return literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
  });
  const value = values[key];
  return {
    path: [...path, key],
    title: labelOf(key),
    description: null,
    required: false,
    main: true,
    unit: null,
    placeholder: labelOf(words[0] ?? ""),
    control: {
      type: "choice",
      value: value === undefined || value === null ? null : String(value),
      choices: wordChoices(words),
    },
  };
}

function placeholderOf(absent: unknown, control: FieldControl): string | null {
  if (control.type === "choice") {
    const known = control.choices.find(({ value }) => value === absent);
    return known?.title ?? labelOf(String(absent));
  }
  if (Array.isArray(absent)) return absent.length === 0 ? null : absent.join(", ");
  if (typeof absent === "boolean") return absent ? "Yes" : "No";
  if (typeof absent === "object") return null;
  return String(absent);
}
