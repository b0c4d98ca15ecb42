/**
 * Turns what a user wrote into a tree, by Postgres' own parser, and remembers
 * where each part of it stood.
 *
 * A `${name}` becomes a parameter of the tree, as `($1)`: in parentheses, since SQL
 * wants them after `in`, and padded to its own length, so that no position moves.
 *
 * @module
 */
import { hasSqlDetails, loadModule, parseSync } from "libpg-query";
import type { Node } from "@pgsql/types";
import { AppError, type ErrorCode, type Place, type Problem } from "@/lib/errors.ts";

await loadModule();

/** A `${name}`, `${name.from}` or `${name.to}` in the text. */
export interface Reference {
  readonly name: string;
  readonly end: "from" | "to" | null;
}

/** How much a text may hold; more is refused before it reaches the parser. */
export interface Limits {
  readonly characters: number;
  readonly parentheses: number;
  readonly words: number;
}

export const EXPRESSION_LIMITS: Limits = { characters: 20_000, parentheses: 100, words: 4_000 };
export const SELECT_LIMITS: Limits = { characters: 100_000, parentheses: 100, words: 8_000 };

/** The reason why a text is refused, and where in it. */
export interface Refusal {
  readonly code?: ErrorCode;
  readonly message: string;
  /** The byte at which the part begins, as the tree tells it. */
  readonly location?: number;
  readonly remedy?: string | null;
}

/** A text that was parsed. */
export interface Source {
  readonly text: string;
  readonly statement: Node;
  /** The reference that stands for `$n` is at n - 1. */
  readonly references: readonly Reference[];
  problem(refusal: Refusal, severity?: Problem["severity"]): Problem;
  refuse(refusal: Refusal): never;
}

/**
 * Parses one statement, `prefix + text`. Positions count from the start of `text`.
 *
 * @throws {AppError} BAD_EXPRESSION when it is too long or deep, or no single statement.
 */
export function parseSource(text: string, prefix: string, limits: Limits): Source {
  const locate = (character: number) => placeAt(text, Math.max(0, character - prefix.length));
  const refuseAt = (message: string, character: number, remedy: string | null = null): never => {
    const place = locate(character);
    throw new AppError("BAD_EXPRESSION", message, {
      problems: [{ severity: "error", code: "BAD_EXPRESSION", message, place, remedy }],
    });
  };
  if (text.length > limits.characters) {
    refuseAt(
      `Cannot read SQL longer than ${limits.characters} characters: current value is ${text.length}`,
      0,
    );
  }
  const { sql, references } = replaceReferences(prefix + text, limits, refuseAt);
  const tree = parseTree(sql, refuseAt);
  if (tree.length !== 1) {
    refuseAt(
      `Cannot read as one statement: current value is ${tree.length} statements`,
      prefix.length,
      tree.length === 0 ? "Write an expression" : "Remove the semicolon and what follows it",
    );
  }
  const problem: Source["problem"] = (refusal, severity = "error") => ({
    severity,
    code: refusal.code ?? "BAD_EXPRESSION",
    message: refusal.message,
    place: locate(characterOfByte(sql, Math.max(0, refusal.location ?? 0))),
    remedy: refusal.remedy ?? null,
  });
  const refuse: Source["refuse"] = (refusal) => {
    const found = problem(refusal);
    throw new AppError(found.code, found.message, { problems: [found] });
  };
  return { text, statement: tree[0], references, problem, refuse };
}

/** The parser repeats what it could not read, however long it is. */
function shorten(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}

const MAX_MESSAGE = 120;
const MAX_COMMENTS = 8;

type RefuseAt = (message: string, character: number, remedy?: string | null) => never;

function parseTree(sql: string, refuseAt: RefuseAt): Node[] {
  try {
    return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt === undefined ? [] : [stmt]);
  } catch (error) {
    if (error instanceof RangeError) {
      return refuseAt("Cannot read SQL that is nested so deeply", 0);
    }
    const message = error instanceof Error ? error.message : String(error);
    // The parser counts characters from 0; those beyond U+FFFF are two here.
    const position = hasSqlDetails(error) ? error.sqlDetails?.cursorPosition ?? 0 : 0;
    const character = [...sql].slice(0, position).join("").length;
    return refuseAt(`Cannot read as SQL: ${shorten(message.replace(/\.$/, ""))}`, character);
  }
}

const REFERENCE = /\$\{([a-z][a-z0-9_]*)(?:\.(from|to))?\}/y;

/** What begins a stretch in which `${` is no reference, and the pattern of all of it. */
const STRETCHES: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|$)/y, name: "a text in quotes" },
  { pattern: /'(?:[^']|'')*(?:'|$)/y, name: "a text in quotes" },
  { pattern: /"(?:[^"]|"")*(?:"|$)/y, name: "a name in quotes" },
  { pattern: /--[^\n\r]*/y, name: "a comment" },
];
const WORD = /[\p{L}_\u0080-\uffff](?:[\p{L}\p{N}_\u0080-\uffff]|\$(?!\{))*|[0-9][0-9a-zA-Z_.]*/yu;

/** Walks over the text once: finds references, and counts what the limits count. */
function replaceReferences(sql: string, limits: Limits, refuseAt: RefuseAt) {
  const found: { readonly at: number; readonly written: string; readonly reference: Reference }[] =
    [];
  let depth = 0;
  let words = 0;
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };
  while (at < sql.length) {
    const character = sql[at];
    if (character === "\0") refuseAt("Cannot read SQL that has a NUL character in it", at);
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    if (++words > limits.words) {
      refuseAt(`Cannot read SQL of more than ${limits.words} words and signs`, at);
    }
    const stretch = STRETCHES.find(({ pattern }) => match(pattern) !== null);
    const comment = sql.startsWith("/*", at) ? commentEnd(sql, at, refuseAt) : null;
    if (stretch !== undefined || comment !== null) {
      const end = comment ?? stretch?.pattern.lastIndex ?? at;
      const inside = sql.slice(at, end).search(/\$\{/);
      if (inside >= 0) {
        refuseAt(
          `Cannot use a parameter inside ${stretch?.name ?? "a comment"}`,
          at + inside,
          "A parameter stands for a whole value: write it without quotes, as in region = ${region}",
        );
      }
      at = end;
      continue;
    }
    const reference = match(REFERENCE);
    if (reference !== null) {
      const [written, name, end] = reference;
      if (/[\p{L}\p{N}_$]/u.test(sql[at - 1] ?? " ")) {
        refuseAt(`Cannot join a parameter to the word before it: current value is ${written}`, at);
      }
      found.push({
        at,
        written,
        reference: { name, end: end === "from" || end === "to" ? end : null },
      });
      at += written.length;
      continue;
    }
    if (character === "$") {
      refuseAt(
        `Cannot read "$" as a parameter`,
        at,
        "Write a parameter as ${name}, in small letters, and a text in single quotes",
      );
    }
    if (character === "(" || character === "[") {
      if (++depth > limits.parentheses) {
        refuseAt(`Cannot read SQL of more than ${limits.parentheses} nested parentheses`, at);
      }
    }
    if (character === ")" || character === "]") depth--;
    at += match(WORD)?.[0].length ?? 1;
  }
  return substitute(sql, found, refuseAt);
}

/** Comments nest in Postgres, whose reading of them takes the square of their depth. */
function commentEnd(sql: string, start: number, refuseAt: RefuseAt): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith("/*", at)) {
      if (++depth > MAX_COMMENTS) refuseAt("Cannot read so many comments in one another", at);
      at++;
    } else if (sql.startsWith("*/", at)) {
      at++;
      if (--depth === 0) return at + 1;
    }
  }
  return sql.length;
}

function substitute(
  sql: string,
  found: readonly {
    readonly at: number;
    readonly written: string;
    readonly reference: Reference;
  }[],
  refuseAt: RefuseAt,
) {
  // The shortest get the smallest numbers: `${a}` has room for one digit.
  const spellings = [...new Set(found.map(({ written }) => written))]
    .sort((left, right) => left.length - right.length);
  const references: Reference[] = [];
  let result = "";
  let from = 0;
  for (const { at, written, reference } of found) {
    const index = spellings.indexOf(written);
    references[index] = reference;
    const placeholder = `($${index + 1})`.padEnd(written.length);
    if (placeholder.length > written.length) {
      refuseAt("Cannot use so many parameters with so short names in one expression", at);
    }
    result += sql.slice(from, at) + placeholder;
    from = at + written.length;
  }
  return { sql: result + sql.slice(from), references };
}

function placeAt(text: string, character: number): Place {
  const before = text.slice(0, character).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function characterOfByte(text: string, byte: number): number {
  const bytes = new TextEncoder().encode(text).subarray(0, byte);
  return new TextDecoder().decode(bytes).length;
}
