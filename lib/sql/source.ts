/**
 * Turns what a user wrote into a tree, by Postgres' own parser, and remembers
 * where each part of it stood.
 *
 * @module
 */
import { hasSqlDetails, loadModule, parseSync } from "libpg-query";
import type { Node } from "@pgsql/types";
import { AppError, type ErrorCode, type Place, type Problem } from "@/lib/errors.ts";
import { type Limits, type Reference, type RefuseAt, replaceReferences } from "./references.ts";

await loadModule();

/** What one expression may hold. */
export const EXPRESSION_LIMITS: Limits = { characters: 20_000, parentheses: 100, words: 4_000 };
/** What one SELECT may hold. */
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

function placeAt(text: string, character: number): Place {
  const before = text.slice(0, character).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function characterOfByte(text: string, byte: number): number {
  const bytes = new TextEncoder().encode(text).subarray(0, byte);
  return new TextDecoder().decode(bytes).length;
}
