/**
 * Writes a style sheet without what only its authors read: comments, and spaces that mean nothing.
 *
 * @module
 */

/** A text in quotes, as it must stay; or a comment; or spaces. */
const PARTS = /("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')|\/\*[^]*?\*\/|\s+/g;

/** A text in quotes; or a sign that needs no space around it, or none behind it. */
const SIGNS = /("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')|\s*([{};,])\s*|:\s+/g;

/** Returns the same rules in fewer letters. */
export function shortStyle(style: string): string {
  return style
    .replaceAll(PARTS, (_, quoted?: string) => quoted ?? " ")
    .replaceAll(SIGNS, (_, quoted?: string, sign?: string) => quoted ?? sign ?? ":")
    .replaceAll(";}", "}")
    .trim();
}
