/**
 * Texts as JSON writes them.
 *
 * @module
 */

/** What JSON writes as it is; others may need to be escaped. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Returns `JSON.stringify(text)`, of most texts in a fraction of the time. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
