/**
 * Finds the `${name}` in a text of SQL, and makes parameters of the tree of them.
 *
 * A `${name}` becomes `($1)`: in parentheses, since SQL wants them after `in`, and
 * padded to its own length, so that no position moves.
 *
 * @module
 */

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

/** Refuses the text for what begins at a character of it. */
export type RefuseAt = (message: string, character: number, remedy?: string | null) => never;

/** A reference as it stands in the text. */
interface Found {
  readonly at: number;
  readonly written: string;
  readonly reference: Reference;
}

const MAX_COMMENTS = 8;

/** The parser cuts longer names, so that two of them would be one. */
const MAX_NAME_BYTES = 63;

const REFERENCE = /\$\{([a-z][a-z0-9_]*)(?:\.(from|to))?\}/y;

/** What begins a stretch in which `${` is no reference, and the pattern of all of it. */
const STRETCHES: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|$)/y, name: "a text in quotes" },
  { pattern: /'(?:[^']|'')*(?:'|$)/y, name: "a text in quotes" },
  { pattern: /"(?:[^"]|"")*(?:"|$)/y, name: "a name in quotes" },
  { pattern: /--[^\n\r]*/y, name: "a comment" },
];
const WORD = /[\p{L}_\u0080-\uffff](?:[\p{L}\p{N}_\u0080-\uffff]|\$(?!\{))*|[0-9][0-9a-zA-Z_.]*/yu;

/**
 * Walks over the text once: counts what the limits count, and puts a parameter of the
 * tree for each reference. The reference that stands for `$n` is at n - 1.
 *
 * @throws {AppError} through `refuseAt` where the text goes beyond the limits, or a
 * reference stands where no value can.
 */
export function replaceReferences(
  sql: string,
  limits: Limits,
  refuseAt: RefuseAt,
): { readonly sql: string; readonly references: readonly Reference[] } {
  const found: Found[] = [];
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
      if (character === '"') {
        checkName(sql.slice(at + 1, end - 1).replaceAll('""', '"'), at, refuseAt);
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
    const word = match(WORD)?.[0] ?? character;
    if (!/^[0-9]/.test(word)) checkName(word, at, refuseAt);
    at += word.length;
  }
  return substitute(sql, found, refuseAt);
}

function checkName(name: string, at: number, refuseAt: RefuseAt): void {
  // A letter takes at most three bytes for each of its units.
  if (name.length * 3 <= MAX_NAME_BYTES) return;
  const bytes = new TextEncoder().encode(name).length;
  if (bytes <= MAX_NAME_BYTES) return;
  refuseAt(`Cannot use a name of more than ${MAX_NAME_BYTES} bytes: current value is ${bytes}`, at);
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
  found: readonly Found[],
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
