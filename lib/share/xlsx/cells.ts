/**
 * Values as the cells of a worksheet: text is text whatever it begins with, numbers are exact or
 * else text, and dates are dates.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";

/** The positions of the cell formats in `STYLES`. */
const FORMAT = { plain: 0, date: 1, moment: 2, time: 3, head: 4, quoted: 5 } as const;

/** The formats of cells; "quoted" keeps a text a text when somebody edits it. */
export const STYLES =
  `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
  `<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>` +
  `<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
  `<numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>` +
  `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  `<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="2"><fill><patternFill patternType="none"/></fill>` +
  `<fill><patternFill patternType="gray125"/></fill></fills>` +
  `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
  `<cellXfs count="6">${
    [
      `numFmtId="0" fontId="0"`,
      `numFmtId="164" fontId="0" applyNumberFormat="1"`,
      `numFmtId="165" fontId="0" applyNumberFormat="1"`,
      `numFmtId="166" fontId="0" applyNumberFormat="1"`,
      `numFmtId="0" fontId="1" applyFont="1"`,
      `numFmtId="0" fontId="0" quotePrefix="1"`,
    ].map((format) => `<xf ${format} fillId="0" borderId="0" xfId="0"/>`).join("")
  }</cellXfs></styleSheet>`;

/** A cell holds no more characters; what is cut off ends so. */
const MOST_CHARACTERS = 32_767;
const CUT_OFF = " … (cut off)";

const DAY_MILLISECONDS = 86_400_000;

/** Day 0 of spreadsheets, which count a 29 February 1900 that never was. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** Days before it are counted differently by different programs. */
const FIRST_DAY = Date.UTC(1900, 2, 1);

/** A text that starts so would be a formula if it were typed. */
const FORMULA = /^[=+\-@\t\r]/;

/** Returns a cell of the head. */
export function headCell(name: string): string {
  return textCell(name, FORMAT.head);
}

/** Returns a value's cell; whole numbers and decimals come as text with all their digits. */
export function cellOf(type: ColumnType, value: Value): string {
  if (value === null) return "<c/>";
  switch (type) {
    case "integer":
    case "decimal":
    case "float":
      return numberCell(value);
    case "boolean":
      return `<c t="b"><v>${value === true ? 1 : 0}</v></c>`;
    case "date":
      return serialCell(String(value), `${value}T00:00:00Z`, FORMAT.date);
    case "timestamp":
      return serialCell(String(value), String(value), FORMAT.moment);
    case "time":
      return timeCell(String(value));
    case "text":
      return textCell(String(value));
  }
}

/** Fifteen digits are what spreadsheets keep; a number with more stays as it was written. */
function numberCell(value: Value): string {
  const text = typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value);
  const digits = text.replace(/^[+-]?0*\.?0*/, "").replace(/e.*$/i, "").replace(/\.|0+$/g, "");
  const isNumber = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && digits.length <= 15;
  return isNumber ? `<c><v>${text}</v></c>` : textCell(text);
}

function serialCell(text: string, moment: string, format: number): string {
  const time = Date.parse(moment);
  const isExact = /^\d{4}-.*(?:\d{2}:\d{2}:\d{2}|\.\d{1,3})Z$/.test(moment);
  return time >= FIRST_DAY && isExact
    ? `<c s="${format}"><v>${(time - DAY_ZERO) / DAY_MILLISECONDS}</v></c>`
    : textCell(text);
}

function timeCell(text: string): string {
  const time = Date.parse(`1970-01-01T${text}Z`);
  return Number.isNaN(time) || text.length > 8
    ? textCell(text)
    : `<c s="${FORMAT.time}"><v>${time / DAY_MILLISECONDS}</v></c>`;
}

function textCell(text: string, format?: number): string {
  const shown = text.length > MOST_CHARACTERS
    ? `${text.slice(0, MOST_CHARACTERS - CUT_OFF.length).toWellFormed()}${CUT_OFF}`
    : text;
  const style = format ?? (FORMULA.test(shown) ? FORMAT.quoted : FORMAT.plain);
  const attribute = style === FORMAT.plain ? "" : ` s="${style}"`;
  return `<c t="inlineStr"${attribute}><is><t xml:space="preserve">${xmlText(shown)}</t></is></c>`;
}

/** What XML cannot hold is written as spreadsheets write it, `_x0000_`. */
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

/** Escapes a text for the inside of an element or an attribute. */
export function xmlText(text: string): string {
  return text.toWellFormed()
    .replaceAll(
      NOT_XML,
      (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
