/**
 * What a cell's number is by its number format: a date, a time, a percentage.
 *
 * Source: ECMA-376 part 1, sections 18.8.30 and 18.8.31.
 *
 * @module
 */
import { parseXml } from "./xml.ts";
import type { Zip } from "./zip.ts";

export type NumberStyle = "number" | "date" | "timestamp" | "time" | "elapsed" | "percent";

/** Formats that are known by number alone; those of East Asia are dates and times too. */
const BUILT_IN: ReadonlyMap<number, NumberStyle> = new Map([
  ...idsOf("percent", [9, 10]),
  ...idsOf("date", [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]),
  ...idsOf("time", [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]),
  ...idsOf("timestamp", [22]),
  ...idsOf("elapsed", [46]),
]);

function idsOf(style: NumberStyle, ids: readonly number[]): [number, NumberStyle][] {
  return ids.map((id) => [id, style]);
}

/** Text in quotes, escaped signs, fill and space signs, colours and conditions: no codes. */
const LITERALS = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;

/** Tells the style of a format code such as `dd/mm/yyyy` or `0.0%`. */
export function styleOfCode(code: string): NumberStyle {
  const bare = code.replace(LITERALS, "").split(";")[0].toLowerCase();
  if (bare.trim() === "general") return "number";
  if (/\[(?:h+|m+|s+)\]/.test(bare)) return "elapsed";
  const hasClock = /[hs]/.test(bare);
  const hasDay = /[yd]/.test(bare) || (!hasClock && /m/.test(bare.replace(/am\/pm|a\/p/g, "")));
  if (hasDay) return hasClock ? "timestamp" : "date";
  if (hasClock) return "time";
  return bare.includes("%") ? "percent" : "number";
}

/** Returns the styles that cells name by their place. Without a part of styles all are numbers. */
export async function readStyles(zip: Zip, part: string): Promise<readonly NumberStyle[]> {
  const custom = new Map<number, NumberStyle>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  if (!zip.has(part)) return styles;
  await parseXml(part, zip.inflate(part), {
    open(name, attributes) {
      if (name === "numFmt") {
        custom.set(Number(attributes.numFmtId), styleOfCode(attributes.formatCode ?? ""));
      } else if (name === "cellXfs") {
        inCells = true;
      } else if (name === "xf" && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(custom.get(id) ?? BUILT_IN.get(id) ?? "number");
      }
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return styles;
}
