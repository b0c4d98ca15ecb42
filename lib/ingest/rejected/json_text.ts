/**
 * Objects of JSON as text, to which members are added without any of theirs being written anew: numbers
 * keep each digit.
 *
 * @module
 */
import { ADDED } from "./added_columns.ts";

/** A member that was added before; in a text its quotes would be escaped. */
const MEMBER = new RegExp(
  `,?\\s*"(?:${
    Object.values(ADDED).join("|")
  })"\\s*:\\s*(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s",{}\\[\\]]+)`,
  "g",
);

/** Returns an object's text on one line and without its last brace, and without what was added before. */
export function openedObject(text: string): string {
  const own = text.includes('"daybook_') ? text.replace(MEMBER, "") : text;
  return own.replace(/^\{\s*,/, "{").replace(/\s*\}\s*$/, "").replaceAll(/\s*[\r\n]\s*/g, " ");
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
