/**
 * What keys may be put in at a cursor.
 *
 * @module
 */
import { z } from "zod";
import { valueAt } from "@/lib/notebook/edit/value.ts";
import { isMapping, type YamlMapping } from "@/lib/notebook/file/yaml.ts";
import { COMMON_KEYS } from "@/lib/notebook/model.ts";
import { choicesOf } from "@/lib/steps/form/choices.ts";
import { meantOption } from "@/lib/steps/form/spot.ts";
import { isRequired, metaOf, type Path, schemasAt } from "@/lib/steps/schema.ts";
import type { AskedPlace } from "./asked_cell.ts";
import type { Completion } from "./contract.ts";
import { COMMON_WORDS, defaultText, metaAt, typeText } from "./schema_words.ts";
import { surroundingsOf } from "./surroundings.ts";

/** Returns the keys that are missing around the cursor, those that must be there first. */
export function completeKeys(at: AskedPlace): readonly Completion[] {
  const { cursor, step, offset } = at;
  const path = cursor.role === "key" ? cursor.path.slice(0, -1) : cursor.path;
  const found = valueAt(cursor.values, path);
  const present = isMapping(found) ? found : {};
  const schemas = schemasAt(step.parameters, path);
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

/** The letters before the cursor that a completion replaces. */
export function wordBefore(before: string): string {
  return /[\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? "";
}

/** Writes a name as YAML: quoted where it would be read as something else. */
export function yamlName(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(name) && name.trim() === name &&
    !/^(?:true|false|null|yes|no|on|off|~)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}
