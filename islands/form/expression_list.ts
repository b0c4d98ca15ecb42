/**
 * The list of what may be put into an expression, and the marks under its words.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { FieldMark } from "@/lib/steps/form/form.ts";
import type { Completion } from "@/lib/workspace/editor/contract.ts";

/** What is offered where the cursor was at an offset. */
export interface Offered {
  readonly options: readonly Completion[];
  /** The place of the one that Enter takes. */
  readonly active: number;
  readonly offset: number;
}

/** Whether what was typed so far asks how it may go on: a word, a dot behind it, a parameter. */
export function asksFor(before: string): boolean {
  return /(?:[\p{L}_][\p{L}\p{N}_]*|[a-z0-9_]\.|\$\{?\w*)$/u.test(before);
}

/**
 * What is still offered once more was typed, until the answer to that comes; `null` where nothing
 * is. A list that stayed as it was would be put in over what came after it.
 */
export function narrow(offered: Offered, text: string, offset: number): Offered | null {
  const options = offered.options.filter(({ label, from }) =>
    offset > from && label.toLowerCase().startsWith(text.slice(from, offset).toLowerCase())
  );
  return options.length === 0 ? null : { options, active: 0, offset };
}

/** Moves to another option, round and round. */
export function step(offered: Offered, by: 1 | -1): Offered {
  const { length } = offered.options;
  return { ...offered, active: (offered.active + by + length) % length };
}

/** Puts an option in the place of the word before the cursor. */
export function accept(
  text: string,
  { insert, from }: Completion,
  offset: number,
): { readonly text: string; readonly caret: number } {
  // What a completion ends with may stand there already.
  const isThere = insert.endsWith("(") && text[offset] === "(";
  const put = isThere ? insert.slice(0, -1) : insert;
  return {
    text: text.slice(0, from) + put + text.slice(offset),
    caret: from + insert.length,
  };
}

/** A stretch of an expression, with what is wrong there. */
export interface MarkPart {
  readonly text: string;
  readonly problem: Problem | null;
}

/** Cuts a text where its marks begin and end; of marks that overlap, the first holds. */
export function markParts(text: string, marks: readonly FieldMark[]): readonly MarkPart[] {
  const parts: MarkPart[] = [];
  let at = 0;
  for (const { from, to, problem } of marks.toSorted((left, right) => left.from - right.from)) {
    if (from < at) continue;
    parts.push({ text: text.slice(at, from), problem: null });
    parts.push({ text: text.slice(from, to), problem });
    at = Math.min(to, text.length);
  }
  return [...parts, { text: text.slice(at), problem: null }].filter((part) => part.text !== "");
}
