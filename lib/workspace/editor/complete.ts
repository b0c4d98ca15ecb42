/**
 * What may be put in at a cursor: keys, choices, names.
 *
 * @module
 */
import { z } from "zod";
import { cursorAt } from "@/lib/notebook/file/cursor.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import { choicesOf } from "@/lib/steps/form/choices.ts";
import { wordsOf } from "@/lib/steps/form/spot.ts";
import { isParameterPlace, schemasAt } from "@/lib/steps/schema.ts";
import type { AskedCell, AskedPlace } from "./asked_cell.ts";
import type { Completion, FieldAsked } from "./contract.ts";
import { completeExpression, completeFigure } from "./complete_expression.ts";
import { completeKeys, wordBefore, yamlName } from "./complete_keys.ts";
import { metaAt } from "./schema_words.ts";
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
      type: meta.suggest === "cell" || meta.suggest === "events"
        ? "cell"
        : meta.suggest === "place"
        ? "value"
        : "column",
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
