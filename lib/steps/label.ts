/**
 * Names of columns as people read them.
 *
 * @module
 */

/** Returns "Net revenue" for `net_revenue`; a name that is written with care stays as it is. */
export function labelOf(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return /^[a-z]/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
