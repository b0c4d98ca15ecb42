/**
 * Names and texts as SQL writes them, so that each is what it is and nothing else.
 * Values are bound; texts in quotes are fixed words and checked settings.
 *
 * @module
 */

/** Quotes a text, the same whatever `standard_conforming_strings` says. */
export function quoteText(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
}

/** Quotes a name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
