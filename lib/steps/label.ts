/**
 * Names of columns as people read them.
 *
 * @module
 */

/**
 * Returns "Net revenue" for `net_revenue`; a name that is written with care, or in more than plain
 * letters, stays as it is.
 */
export function labelOf(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return /^[a-z][\0-\x7f]*$/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

/** The same inside a sentence: "net revenue", but "Größe", which is no "größe". */
export function labelWithin(name: string): string {
  return /^[a-z0-9_ ]+$/.test(name) ? labelOf(name).toLowerCase() : labelOf(name);
}
