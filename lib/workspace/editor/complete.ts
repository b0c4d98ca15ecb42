/**
 * What may be put in at a cursor: keys, choices, names.
 *
 * @module
 */
import { z } from "zod";
import { cursorAt } from "@/lib/notebook/file/cursor.ts";
import { isMapping, type YamlMapping } from "@/lib/notebook/file/yaml.ts";
import { valueAt } from "@/lib/notebook/edit/value.ts";
import { COMMON_KEYS } from "@/lib/notebook/model.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import { choicesOf } from "@/lib/steps/form/choices.ts";
import { meantOption, wordsOf } from "@/lib/steps/form/spot.ts";
import { isParameterPlace, isRequired, metaOf, type Path, schemasAt } from "@/lib/steps/schema.ts";
import type { AskedCell, AskedPlace } from "./asked_cell.ts";
import type { Completion, FieldAsked } from "./contract.ts";
import { completeExpression, completeFigure } from "./complete_expression.ts";
import { defaultText, typeText } from "./schema_words.ts";
import { surroundingsOf } from "./surroundings.ts";

/** Returns what fits at an offset of the body, the likeliest first; what is typed narrows it. */
export function completionsAt(asked: AskedCell, offset: number): readonly Completion[] {
  const cursor = cursorAt(asked.text, offset);
  if (cursor === null) return [];
  const at = { ...asked, cursor, offset };
  const keys = cursor.role === "value" ? [] : completeKeys(at);
  const values = cursor.role === "key" ? [] : completeValues(at);
  const word = wordBefore(cursor.before).toLowerCase();
  return [...keys, ...values].filter(({ label }) => fits(label, word));
}

/** Returns what fits at an offset of an expression that a form holds. */
export function completeField(
  asked: AskedCell,
  { path, value, offset }: FieldAsked & { readonly offset: number },
): readonly Completion[] {
  const before = value.slice(0, offset);
  const { values } = asked.cell.body;
  const cursor = {
    path,
    role: "value",
    before,
    quoted: false,
    hasColon: false,
    inList: false,
    values,
  } as const;
  const word = wordBefore(before).toLowerCase();
  const begins = ({ label }: Completion) => label.toLowerCase().startsWith(word) ? 0 : 1;
  return completeExpression({ ...asked, text: value, cursor, offset })
    .filter(({ label }) => fits(label, word))
    .toSorted((left, right) => begins(left) - begins(right));
}

/** Letters in their order are enough: "avo" fits "average_order". */
function fits(label: string, typed: string): boolean {
  let at = 0;
  const lower = label.toLowerCase();
  for (const letter of typed) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The letters before the cursor that a completion replaces. */
function wordBefore(before: string): string {
  return /[\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? "";
}

function completeKeys(at: AskedPlace): readonly Completion[] {
  const { cursor, step, offset } = at;
  const path = cursor.role === "key" ? cursor.path.slice(0, -1) : cursor.path;
  const found = valueAt(cursor.values, path);
  const present = isMapping(found) ? found : {};
  const schemas = path.length === 0
    ? schemasAt(step.parameters, [])
    : schemasAt(step.parameters, path);
  const objects = schemas.filter((one) => one instanceof z.ZodObject);
  const from = offset - wordBefore(cursor.before).length;
  const place = { at, from, present };
  return [
    ...objectKeys(objects, place),
    ...(path.length === 0 ? commonKeys(place) : []),
    ...freeKeys(path, schemas, place),
  ];
}

interface KeyPlace {
  readonly at: AskedPlace;
  readonly from: number;
  readonly present: YamlMapping;
}

function objectKeys(
  objects: readonly z.ZodObject[],
  { at, from, present }: KeyPlace,
): readonly Completion[] {
  const meant = Object.keys(present).length === 0 ? objects : [meantOption(objects, present)];
  const shapes = meant.flatMap((one): [string, z.ZodType][] =>
    one === null ? [] : Object.entries(one.shape)
  );
  const unique = [...new Map(shapes)].filter(([key]) => !Object.hasOwn(present, key));
  // What must be there comes first.
  const rank = ([, schema]: [string, z.ZodType]) =>
    objects.length === 1 && isRequired(schema) ? 0 : 1;
  return unique.toSorted((left, right) => rank(left) - rank(right)).map(([key, schema]) => {
    const { title, description } = metaOf(schema);
    const absent = defaultText(schema);
    return {
      label: key,
      insert: at.cursor.hasColon ? key : key + afterKey(schema, at),
      from,
      type: "key",
      detail: typeText(schema) + (absent === null ? "" : `, else ${absent}`),
      documentation: [title, description].filter((text) => text !== undefined).join(". ") || null,
    };
  });
}

/** What follows a key: its value, or lines of its own for what holds more. */
function afterKey(schema: z.ZodType, { text, offset, cursor }: AskedPlace): string {
  const [first] = schemasAt(schema, []);
  const isMap = first instanceof z.ZodObject || first instanceof z.ZodRecord;
  const isList = first instanceof z.ZodArray &&
    schemasAt(schema, [0]).some((one) => one instanceof z.ZodObject);
  if (!isMap && !isList) return ": ";
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(start, offset - wordBefore(cursor.before).length);
  if (/[{[]/.test(line)) return ": ";
  const indent = " ".repeat(line.length);
  return `:\n${indent}  ${isList ? "- " : ""}`;
}

function commonKeys({ at, from, present }: KeyPlace): readonly Completion[] {
  return COMMON_KEYS.filter((key) => !Object.hasOwn(present, key))
    .filter((key) => key !== "from" || at.step.takes !== "nothing")
    .map((key) => ({
      label: key,
      insert: at.cursor.hasColon ? key : `${key}: `,
      from,
      type: "key",
      detail: key === "from" ? "cell" : "true or false",
      documentation: COMMON_WORDS[key],
    }));
}

/** What the keys of every kind mean. */
export const COMMON_WORDS: Readonly<Record<(typeof COMMON_KEYS)[number], string>> = {
  from: "The cell whose rows flow in. Left out, it is the nearest one above that fits",
  disabled: "Leaves the cell out; those that hang on it wait",
};

function freeKeys(
  path: Path,
  schemas: readonly z.ZodType[],
  { at, from, present }: KeyPlace,
): readonly Completion[] {
  const { keys } = path.length === 0 ? {} : metaAt(at.step.parameters, path);
  if (keys === undefined || !schemas.some((one) => one instanceof z.ZodRecord)) return [];
  return choicesOf(keys, path, surroundingsOf(at, at.cursor.values))
    .filter(({ value }) => !Object.hasOwn(present, value))
    .map(({ value, detail }) => ({
      label: value,
      insert: yamlName(value) + (at.cursor.hasColon ? "" : ": "),
      from,
      type: "column",
      detail,
      documentation: null,
    }));
}

function completeValues(at: AskedPlace): readonly Completion[] {
  const { cursor, step, offset } = at;
  const { path, before } = cursor;
  if (path[0] === "from") return cellNames(at);
  if (path[0] === "disabled") return words(["true", "false"], at);
  const schemas = schemasAt(step.parameters, path);
  const meta = metaAt(step.parameters, path);
  if (meta.suggest === "expression") return completeExpression(at);
  if (meta.lines === true) return completeFigure(at);
  const arrays = schemas.filter((one) => one instanceof z.ZodArray);
  const items = arrays.flatMap((one) => schemasAt(one, [0]));
  const onlyList = arrays.length > 0 && arrays.length === schemas.length && !cursor.inList;
  const from = offset - before.length;
  const wrap = (text: string) => onlyList ? `[${text}]` : text;
  const names = choicesOf(meta.suggest, path, surroundingsOf(at, cursor.values));
  const fixed = [...schemas, ...items].flatMap((one) =>
    one instanceof z.ZodBoolean ? ["true", "false"] : wordsOf(one)
  );
  const parameters = isParameterPlace(step.parameters, path)
    ? [...at.plan.setting.parameters].filter(([, { type }]) => suits(type, [...schemas, ...items]))
      .map(([name]) => name)
    : [];
  return [
    ...names.map(({ value, detail }): Completion => ({
      label: value,
      insert: cursor.quoted ? value : wrap(yamlName(value)),
      from,
      type: meta.suggest === "cell" ? "cell" : "column",
      detail,
      documentation: null,
    })),
    ...words([...new Set(fixed)], at),
    ...parameters.map((name): Completion => ({
      label: `\${${name}}`,
      insert: `\${${name}}`,
      from,
      type: "parameter",
      detail: at.plan.setting.parameters.get(name)?.type ?? null,
      documentation: null,
    })),
  ];
}

/** Whether a parameter of this type may be a value of one of these schemas. */
function suits(type: ParameterValue["type"], schemas: readonly z.ZodType[]): boolean {
  return schemas.some((schema) => {
    if (schema instanceof z.ZodNumber) return type === "number";
    if (schema instanceof z.ZodBoolean) return type === "boolean";
    if (schema instanceof z.ZodArray) return type === "list";
    const isText = schema instanceof z.ZodString || schema instanceof z.ZodEnum;
    return isText && (type === "text" || type === "choice");
  });
}

function words(
  list: readonly string[],
  { cursor, offset }: AskedPlace,
): readonly Completion[] {
  return list.map((word) => ({
    label: word,
    insert: word,
    from: offset - cursor.before.length,
    type: "value",
    detail: null,
    documentation: null,
  }));
}

function cellNames(at: AskedPlace): readonly Completion[] {
  return surroundingsOf(at, at.cursor.values).cells.map(({ value, detail }) => ({
    label: value,
    insert: value,
    from: at.offset - at.cursor.before.length,
    type: "cell",
    detail,
    documentation: null,
  }));
}

/** What is said of the value at a path, by its own schema or by the list or mapping around it. */
export function metaAt(schema: z.ZodType, path: Path): z.GlobalMeta {
  const key = path.at(-1);
  const parents = schemasAt(schema, path.slice(0, -1));
  const own = parents.flatMap((one) => {
    if (one instanceof z.ZodObject) {
      const shape: Readonly<Record<string, z.ZodType>> = one.shape;
      return Object.hasOwn(shape, String(key)) ? [metaOf(shape[String(key)])] : [];
    }
    if (one instanceof z.ZodArray) {
      const { title, suggest } = path.length > 1 ? metaAt(schema, path.slice(0, -1)) : {};
      const inner = schemasAt(one, [0]).map((item) => item.meta() ?? {});
      return [{ title, suggest, ...inner.find((item) => item.suggest !== undefined) }];
    }
    if (!(one instanceof z.ZodRecord)) return [];
    const { suggest } = path.length > 1 ? metaAt(schema, path.slice(0, -1)) : {};
    const inner = schemasAt(one, [String(key)]).map((item) => item.meta() ?? {});
    const told = inner.find((item) => item.suggest !== undefined);
    // A short text stands for the `value` of the mapping that it may be.
    const short = schemasAt(one, [String(key), "value"]).map((item) => item.meta() ?? {})[0];
    return [{ suggest, ...(told ?? short) }];
  });
  return own.find(({ suggest }) => suggest !== undefined) ?? own[0] ?? {};
}

/** Writes a name as YAML: quoted where it would be read as something else. */
function yamlName(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(name) && name.trim() === name &&
    !/^(?:true|false|null|yes|no|on|off|~)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}
