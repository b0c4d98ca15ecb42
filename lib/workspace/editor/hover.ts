/**
 * What is known of a word: a key, a column, a function, a parameter, a cell.
 *
 * @module
 */
import { z } from "zod";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { type Word, wordAt } from "@/lib/notebook/file/cursor.ts";
import { COMMON_KEYS } from "@/lib/notebook/model.ts";
import { type Path, schemasAt } from "@/lib/steps/schema.ts";
import { type AskedCell, columnsAt } from "./asked_cell.ts";
import { functionNamed } from "./functions.ts";
import { COMMON_WORDS, documentKey, metaAt } from "./schema_words.ts";

/** What is known of a stretch of the body, as Markdown. */
export interface HoverView {
  readonly from: number;
  readonly to: number;
  readonly markdown: string;
}

/** Returns what is known of the word at an offset, or `null`. */
export function hoverAt(asked: AskedCell, offset: number): HoverView | null {
  const word = wordAt(asked.text, offset);
  if (word === null) return null;
  const around = { from: word.from, to: word.to };
  if (word.role === "key") {
    const markdown = documentAt(asked, word.path);
    return markdown === null ? null : { ...around, markdown };
  }
  return nameAt(asked, word, offset);
}

function documentAt(asked: AskedCell, path: Path): string | null {
  const key = String(path.at(-1));
  const common = COMMON_KEYS.find((one) => one === key);
  if (path.length === 1 && common !== undefined) return `**${key}**\n\n${COMMON_WORDS[common]}`;
  for (const one of schemasAt(asked.step.parameters, path.slice(0, -1))) {
    if (!(one instanceof z.ZodObject)) continue;
    const shape: Readonly<Record<string, z.ZodType>> = one.shape;
    if (Object.hasOwn(shape, key)) return documentKey(key, shape[key]);
  }
  const found = columnsAt(asked, path).find(({ name }) => name === key);
  return found === undefined ? null : documentColumn(found);
}

/** What a value, or a word within an expression, names. */
function nameAt(asked: AskedCell, word: Word, offset: number): HoverView | null {
  const source = asked.text.slice(word.from, word.to);
  const { suggest } = metaAt(asked.step.parameters, word.path);
  const columns = columnsAt(asked, word.path);
  const whole = columns.find(({ name }) => source === name || source === JSON.stringify(name));
  if (suggest !== "expression") {
    return whole === undefined
      ? null
      : { from: word.from, to: word.to, markdown: documentColumn(whole) };
  }
  const token = tokenAt(source, offset - word.from);
  if (token === null) return null;
  const around = { from: word.from + token.from, to: word.from + token.to };
  const name = token.text.replace(/^"|"$/g, "");
  const markdown = token.text.startsWith("$")
    ? documentParameter(asked, name)
    : source[token.to] === "("
    ? documentFunction(name)
    : documentName(asked, columns, name);
  return markdown === null ? null : { ...around, markdown };
}

const TOKEN = /\$\{\w+\}|"[^"]*"|[\p{L}_][\p{L}\p{N}_]*/gu;

function tokenAt(source: string, at: number) {
  for (const match of source.matchAll(TOKEN)) {
    const [text] = match;
    if (match.index <= at && at <= match.index + text.length) {
      return { text, from: match.index, to: match.index + text.length };
    }
  }
  return null;
}

function documentName(
  { plan }: AskedCell,
  columns: readonly ColumnSchema[],
  name: string,
): string | null {
  const found = columns.find((one) => one.name === name) ??
    columns.find((one) => one.name === name.toLowerCase());
  if (found !== undefined) return documentColumn(found);
  const cell = plan.cells.get(name);
  if (cell === undefined) return documentFunction(name);
  const names = cell.schema?.columns.map((one) => `\`${one.name}\``).join(", ");
  return `**${name}** – ${cell.step.title}\n\n${names ?? "Its columns are not known yet"}`;
}

function documentColumn({ name, type, unit, role, additivity }: ColumnSchema): string {
  const facts = [type, role, unit, additivity?.replaceAll("_", " ")];
  return `**${name}**\n\n${facts.filter((one) => one !== null && one !== undefined).join(", ")}`;
}

function documentFunction(name: string): string | null {
  const found = functionNamed(name);
  if (found === null) return null;
  const lines = found.signatures.map((one) => `\`${one}\``).join("\n\n");
  return `**${found.name}** – ${
    found.sort === "value" ? "function" : found.sort
  }\n\n${lines}\n\nGives ${found.gives}`;
}

function documentParameter({ plan }: AskedCell, text: string): string | null {
  const name = text.slice(2, -1);
  const value = plan.setting.parameters.get(name);
  return value === undefined
    ? null
    : `**${text}** – parameter\n\n${value.type.replaceAll("_", " ")}, now ${valueText(value)}`;
}

function valueText(value: object): string {
  const { type: _type, ...rest } = { type: "", ...value };
  return Object.values(rest).map((one) => Array.isArray(one) ? one.join(", ") : String(one))
    .join(" to ");
}
