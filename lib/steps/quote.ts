/**
 * Names and texts as SQL writes them.
 *
 * @module
 */

/** Quotes a name, so that any name is a name and nothing else. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a text; for fixed words and checked settings, since values are bound. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
