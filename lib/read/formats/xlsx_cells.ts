/**
 * The text and the kind of one cell.
 *
 * @module
 */
import { plainNumber } from "./number.ts";
import { serialToIso, serialToTime } from "./xlsx_dates.ts";
import { isTrue, unescapeText, type Workbook } from "./xlsx_workbook.ts";

/** What kinds of value a column held, as bits. */
export const CELL = {
  text: 1,
  integer: 2,
  decimal: 4,
  boolean: 8,
  date: 16,
  timestamp: 32,
  time: 64,
  percent: 128,
  error: 256,
} as const;

/** Every error of a formula becomes this token for nothing. */
const ERROR_TEXT = "#N/A";

/** A cell's text, `null` where it is empty or no value; `problem` says why it is no value. */
export interface CellValue {
  readonly text: string | null;
  readonly kind: number;
  readonly problem: string | null;
}

const EMPTY: CellValue = { text: null, kind: 0, problem: null };

/** Tells a cell's value from its type, its style and the text in its XML. */
export function cellValue(
  workbook: Workbook,
  type: string,
  cell: { readonly style: number; readonly raw: string },
): CellValue {
  const { style, raw } = cell;
  if (raw === "") return EMPTY;
  switch (type) {
    case "s":
      return sharedText(workbook, raw);
    case "str":
    case "inlineStr":
      return textValue(unescapeText(raw));
    case "b":
      return { text: isTrue(raw) ? "true" : "false", kind: CELL.boolean, problem: null };
    case "e":
      return { text: ERROR_TEXT, kind: CELL.error, problem: null };
    case "d":
      return isoValue(raw);
    default:
      return numberValue(workbook, style, raw);
  }
}

function sharedText(workbook: Workbook, raw: string): CellValue {
  const text = workbook.texts[Number(raw)];
  return text === undefined ? invalid(raw, "the shared text must exist") : textValue(text);
}

/** An empty text looks like an empty cell, and is one here. */
function textValue(text: string): CellValue {
  return text === "" ? EMPTY : { text, kind: CELL.text, problem: null };
}

function isoValue(raw: string): CellValue {
  const text = raw.replace(/\.0+(?=Z?$)/, "");
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return { text, kind: CELL.date, problem: null };
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return { text, kind: CELL.timestamp, problem: null };
  if (/^\d\d:\d\d/.test(text)) return { text, kind: CELL.time, problem: null };
  return textValue(raw);
}

function numberValue(workbook: Workbook, style: number, raw: string): CellValue {
  const number = Number(raw);
  if (!Number.isFinite(number) || raw.trim() === "") return invalid(raw, "a number must be finite");
  const { system1904 } = workbook;
  switch (workbook.styles[style] ?? "number") {
    case "number": {
      // The shortest text of the same double: files hold 4.3499999999999996 for 4.35.
      const text = plainNumber(String(number));
      const isInteger = Number.isSafeInteger(number);
      return { text, kind: isInteger ? CELL.integer : CELL.decimal, problem: null };
    }
    case "percent":
      return { text: plainNumber(String(number)), kind: CELL.percent, problem: null };
    case "date": {
      const text = serialToIso(number, system1904, false);
      if (text === null) return invalid(raw, "a date must be in the workbook's calendar");
      return { text, kind: text.includes("T") ? CELL.timestamp : CELL.date, problem: null };
    }
    case "timestamp": {
      const text = serialToIso(number, system1904, true);
      if (text === null) return invalid(raw, "a date must be in the workbook's calendar");
      return { text, kind: CELL.timestamp, problem: null };
    }
    case "time": {
      const isTime = number >= 0 && number < 1;
      const text = isTime ? serialToTime(number) : serialToIso(number, system1904, true);
      if (text === null) return invalid(raw, "a time must be in the workbook's calendar");
      return { text, kind: isTime ? CELL.time : CELL.timestamp, problem: null };
    }
    case "elapsed":
      return { text: serialToTime(number), kind: CELL.text, problem: null };
  }
}

function invalid(raw: string, problem: string): CellValue {
  return { text: raw, kind: 0, problem };
}
