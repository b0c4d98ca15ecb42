/**
 * What a log is told of an error: where it happened and what kind it is, but no value.
 *
 * Whoever throws quotes what was wrong: a cell, a file's line, a URL with its password. So all that
 * stands in quotes, brackets, URLs and behind "current value" is left out, and all but a message's
 * first line. The frames of the stack, which name code alone, say where to look.
 *
 * @module
 */
const MOST_CHARACTERS = 300;
const MOST_FRAMES = 30;
const MOST_CAUSES = 5;
const LEFT_OUT = "…";

const VALUES: readonly (readonly [RegExp, string])[] = [
  // From the first quote to the last, as what is quoted may hold quotes.
  [/["'`“”„«»].*["'`“”„«»]|[“„«`].*$/u, `"${LEFT_OUT}"`],
  [/\(.*\)/u, `(${LEFT_OUT})`],
  [/[a-z][a-z0-9+.-]*:\/\/\S+/gi, LEFT_OUT],
  [/(current (?:values?|state)\b[^:]{0,20}? (?:is|are|has)) .*$/iu, `$1 ${LEFT_OUT}`],
  [/Cannot convert .* to a BigInt/u, `Cannot convert ${LEFT_OUT} to a BigInt`],
  [/\S*\d{5,}\S*/gu, LEFT_OUT],
];

/** An error as JSON. */
export interface ToldError {
  readonly name: string;
  readonly code?: string;
  /** The five characters that Postgres has for what went wrong. */
  readonly state?: string;
  readonly message: string;
  readonly stack: readonly string[];
  readonly cause?: ToldError;
}

/** Tells of an error, and of what caused it. */
export function toldError(error: Error, depth = 0): ToldError {
  const { name, message, stack = "", cause } = error;
  return {
    name: /^\w{1,60}$/.test(name) ? name : "Error",
    ...wordOf("code", error),
    ...wordOf("state", error),
    message: withoutValues(message),
    stack: framesOf(stack),
    ...depth < MOST_CAUSES ? causeOf(cause, depth) : {},
  };
}

/** Returns the first line of a text, without the values in it. */
export function withoutValues(text: string): string {
  const [line] = text.split(/[\r\n]/, 1);
  // A quote that nobody closes: what is behind the last one is quoted.
  const isCutOff = (line.match(/"/g) ?? []).length % 2 === 1;
  const closed = isCutOff ? line.replace(/["'`“„«].*$/u, `"${LEFT_OUT}`) : line;
  const plain = VALUES.reduce((told, [value, instead]) => told.replace(value, instead), closed);
  return plain.length > MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS)}${LEFT_OUT}` : plain;
}

function causeOf(cause: unknown, depth: number): { readonly cause?: ToldError } {
  if (cause instanceof Error) return { cause: toldError(cause, depth + 1) };
  // The stack of an error in another process.
  if (typeof cause !== "string") return {};
  return {
    cause: { name: "Error", message: withoutValues(cause), stack: framesOf(cause) },
  };
}

function framesOf(stack: string): readonly string[] {
  return stack.split("\n")
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim());
}

function wordOf(key: "code" | "state", error: Error): Readonly<Record<string, string>> {
  const value: unknown = key in error ? Reflect.get(error, key) : null;
  return typeof value === "string" && /^[A-Z0-9_]{1,40}$/.test(value) ? { [key]: value } : {};
}
