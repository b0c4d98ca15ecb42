/**
 * Problems as a terminal shows them: where, what, and what to do.
 *
 * @module
 */
import { visible } from "@/lib/chart/plain.ts";
import type { Place, Problem } from "@/lib/errors.ts";

/** Returns `file:line:column: error: message`, and the remedy below it. */
export function problemLines({ severity, message, place, remedy }: Problem): string[] {
  const where = placeText(place);
  const line = `${where === "" ? "" : `${where}: `}${severity}: ${message}`;
  return (remedy === null ? [line] : [line, `  ${remedy}`]).map(visible);
}

/** Returns a place as editors understand it; empty where nothing is known. */
function placeText({ file, cell, key, line, column }: Place): string {
  const position = [file, line, column].filter((part) => part !== undefined).join(":");
  const inside = [cell, key].filter((part) => part !== undefined).join(".");
  if (position === "") return inside;
  return inside === "" ? position : `${position} (${inside})`;
}
