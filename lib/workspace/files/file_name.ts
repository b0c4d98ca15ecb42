/**
 * The name of a file as it is shown and kept: no path, no sign that hides another.
 *
 * @module
 */

/** As long as file systems allow. */
const MOST_BYTES = 200;

/** Control characters, and those that turn the direction of what follows or take no room. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

const encoder = new TextEncoder();

/** Cleans a name that a browser told; "file" where nothing is left of it. */
export function cleanFileName(told: string): string {
  const last = told.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(HIDDEN, "").replace(/\s+/g, " ").trim().replace(/^\.+/, "");
  return shortened(plain) || "file";
}

/** Cuts a long name before its ending, never inside a character. */
function shortened(name: string): string {
  if (encoder.encode(name).length <= MOST_BYTES) return name;
  const ending = /(?:\.[a-z0-9]{1,10}){1,2}$/i.exec(name)?.[0] ?? "";
  const room = MOST_BYTES - ending.length;
  let short = "";
  let bytes = 0;
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += encoder.encode(character).length;
    if (bytes > room) break;
    short += character;
  }
  return short + ending;
}
