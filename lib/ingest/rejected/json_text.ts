/**
 * Objects of JSON as text, to which members are added without any of theirs being written anew: numbers
 * keep each digit.
 *
 * @module
 */
import { ADDED } from "./added_columns.ts";

/** The name of a member that was added before; in a text its quotes would be escaped. */
const NAME = new RegExp(`"(?:${Object.values(ADDED).join("|")})"`, "g");
const BLANK = /\s/;
const ENDS_TOKEN = /[\s",{}[\]]/;

/**
 * Returns an object's text on one line and without its last brace, and without what was added before.
 * Cost: O(length), also where it is all blanks.
 */
export function openedObject(text: string): string {
  const own = text.includes('"daybook_') ? withoutAdded(text) : text;
  const open = own.replace(/^\{\s*,/, "{").trimEnd().replace(/\}$/, "").trimEnd();
  if (!/[\r\n]/.test(open)) return open;
  return open.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== "").join(" ");
}

function withoutAdded(text: string): string {
  let own = "";
  let end = 0;
  for (const { 0: name, index } of text.matchAll(NAME)) {
    const after = endOfMember(text, index + name.length);
    if (after === null || index < end) continue;
    own += text.slice(end, index).trimEnd().replace(/,$/, "");
    end = after;
  }
  return own + text.slice(end);
}

/**
 * Where a member ends whose name does; `null` where it holds more than a text or a token. By hand, as a
 * pattern takes memory for each letter.
 */
function endOfMember(text: string, from: number): number | null {
  const colon = skipBlanks(text, from);
  if (text[colon] !== ":") return null;
  const start = skipBlanks(text, colon + 1);
  let at = start;
  if (text[at] === '"') {
    for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
    return at < text.length ? at + 1 : null;
  }
  while (at < text.length && !ENDS_TOKEN.test(text[at])) at++;
  return at > start ? at : null;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANK.test(text[at])) at++;
  return at;
}

/** Closes an object's text behind members that are added. */
export function closedObject(opened: string, added: Readonly<Record<string, unknown>>): string {
  const members = JSON.stringify(added).slice(1);
  return /^\{\s*$/.test(opened) ? `{${members}` : `${opened},${members}`;
}

/** Writes the values of an array as members that are called by the columns' names. */
export function membersOf(
  names: readonly string[],
  values: readonly (string | null | undefined)[],
): string {
  const members = names.map((name, at) =>
    `${JSON.stringify(name)}:${JSON.stringify(values[at] ?? null)}`
  );
  return `{${members.join(",")}`;
}
