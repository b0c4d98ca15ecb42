/**
 * Numbers, true, false and texts as a person types them into one box. A browser may
 * use this: it needs no YAML.
 *
 * @module
 */
import type { FieldScalar } from "./form.ts";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Writes a value so that `readScalar` gives it back: a text that looks like another value is quoted. */
export function scalarText(value: FieldScalar): string {
  if (typeof value !== "string") return String(value);
  const isPlain = readScalar(value) === value && value.trim() === value;
  return isPlain ? value : JSON.stringify(value);
}

/** Reads what was typed; what is no number, true, false or quoted text is a text as it stands. */
export function readScalar(typed: string): FieldScalar {
  const text = typed.trim();
  if (text === "true" || text === "false") return text === "true";
  if (NUMBER.test(text)) {
    const number = Number(text);
    // A number that a double can't hold stays text, as in a file.
    return text.replace(/^-|[.]|e.*$/gi, "").length <= 15 && Number.isFinite(number)
      ? number
      : text;
  }
  if (/^".*"$/s.test(text)) {
    try {
      const read: unknown = JSON.parse(text);
      if (typeof read === "string") return read;
    } catch {
      return typed;
    }
  }
  return typed;
}
