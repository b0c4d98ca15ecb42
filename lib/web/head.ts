/**
 * The elements of a page's head, of which an inner one takes the place of an outer one that says
 * the same.
 *
 * @module
 */

/** An element as Preact writes it: quotes in attributes are escaped, and `<` everywhere. */
const ELEMENT =
  /<(?:(title|style|script)\b(?:[^>"]|"[^"]*")*>[^<]*<\/\1>|(?:meta|link|base)\b(?:[^>"]|"[^"]*")*>)/g;

/** Returns the elements without those that later ones say otherwise. */
export function lastOfEach(html: string): string {
  const elements = new Map<string, string>();
  for (const [element] of html.matchAll(ELEMENT)) elements.set(subjectOf(element), element);
  return [...elements.values()].join("");
}

/** What an element says: there is one title, one meta of a name, one link to an address. */
function subjectOf(element: string): string {
  const tag = /^<\w+/.exec(element);
  const told = /\s(?:name|property|http-equiv|href|src|charset)="[^"]*"/.exec(element);
  return `${tag}${told ?? ""}`;
}
