/**
 * The text of Parquet's values by their declared types.
 *
 * Source: parquet-format 2.11, LogicalTypes.md.
 *
 * @module
 */
import type { SchemaElement, SchemaTree, TimeUnit } from "hyparquet";
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { SourceColumn } from "./format.ts";
import { plainNumber } from "./number.ts";
import { hexOf, textOfBytes } from "./parquet_types.ts";

/** A column of the file. */
export interface ParquetField {
  readonly column: SourceColumn;
  readonly isNested: boolean;
  /** `null` for nothing; "NaN", "Infinity" and "-Infinity" for floats that are no number. */
  textOf(value: unknown): string | null;
}

/** How one kind of leaf is told. */
interface Leaf {
  readonly type: ColumnType | null;
  /** Whether JSON writes it without quotes. */
  readonly isBare: boolean;
  text(value: unknown): string;
}

/** Returns the column at the top of a schema, read from its declared types. */
export function fieldOf(tree: SchemaTree): ParquetField {
  const { name, repetition_type } = tree.element;
  if (tree.children.length > 0 || repetition_type === "REPEATED") {
    return {
      column: { name, type: "text", unit: null },
      isNested: true,
      textOf: (value) => value === null || value === undefined ? null : jsonOf(value, tree),
    };
  }
  const leaf = leafOf(tree.element);
  return {
    column: { name, type: leaf.type, unit: null },
    isNested: false,
    textOf: (value) => value === null || value === undefined ? null : leaf.text(value),
  };
}

/** Leaves inside nested columns, by their elements. */
const LEAVES = new WeakMap<SchemaElement, Leaf>();

function jsonOf(value: unknown, tree: SchemaTree): string {
  if (value === null || value === undefined) return "null";
  const { children, element } = tree;
  if (Array.isArray(value) || ArrayBuffer.isView(value) && !(value instanceof Uint8Array)) {
    const item = isList(tree) ? itemOf(tree) : tree;
    // A view of bytes is a typed array here: hyparquet hands out no DataView.
    const items = Array.from(value as ArrayLike<unknown>, (each) => jsonOf(each, item));
    return `[${items.join(",")}]`;
  }
  if (children.length === 0) {
    const leaf = LEAVES.get(element) ?? leafOf(element);
    LEAVES.set(element, leaf);
    const text = leaf.text(value);
    return leaf.isBare && !/[NI]/.test(text) ? text : JSON.stringify(text);
  }
  const byName = new Map(children.map((child) => [child.element.name, child]));
  const values = element.converted_type === "MAP" ? children[0].children[1] : null;
  const entries = Object.entries(value).map(([key, each]) => {
    const child = values ?? byName.get(key);
    return `${JSON.stringify(key)}:${
      child === undefined ? JSON.stringify(each) : jsonOf(each, child)
    }`;
  });
  return `{${entries.join(",")}}`;
}

function isList({ element, children }: SchemaTree): boolean {
  return element.converted_type === "LIST" && children.length === 1 &&
    children[0].element.repetition_type === "REPEATED" && children[0].children.length <= 1;
}

function itemOf({ children: [repeated] }: SchemaTree): SchemaTree {
  return repeated.children[0] ?? repeated;
}

/** Tells how a leaf is read; its physical type decides where nothing else is declared. */
function leafOf(element: SchemaElement): Leaf {
  const { type, converted_type: converted, logical_type: logical, type_length } = element;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") {
    return decimalLeaf(element.scale ?? 0);
  }
  if (converted === "DATE" || logical?.type === "DATE") return quoted("date", dateText);
  const moment = momentUnit(element);
  if (moment !== null) {
    const isUtc = logical?.type === "TIMESTAMP" ? logical.isAdjustedToUTC : type !== "INT96";
    return quoted("timestamp", (value) => timestampText(toBigInt(value), moment, isUtc));
  }
  const clock = clockUnit(element);
  if (clock !== null) return quoted("time", (value) => timeText(toBigInt(value), clock));
  const unsigned = converted?.startsWith("UINT_") ||
    (logical?.type === "INTEGER" && !logical.isSigned);
  switch (type) {
    case "BOOLEAN":
      return bare("boolean", String);
    case "INT32":
      return bare("integer", unsigned ? (value) => String(Number(value) >>> 0) : String);
    case "INT64":
      return unsigned
        ? bare("decimal", (value) => String(BigInt.asUintN(64, toBigInt(value))))
        : bare("integer", String);
    case "FLOAT":
      return bare("float", (value) => plainNumber(shortFloat(Number(value))));
    case "DOUBLE":
      return bare("float", (value) => plainNumber(String(value)));
    case "FIXED_LEN_BYTE_ARRAY":
      if (logical?.type === "UUID") return quoted("text", uuidText);
      if (logical?.type === "FLOAT16" && type_length === 2) return bare("float", halfText);
      return quoted("text", (value) => value instanceof Uint8Array ? hexOf(value) : String(value));
    default:
      return quoted(
        null,
        (value) => value instanceof Uint8Array ? textOfBytes(value) : String(value),
      );
  }
}

function bare(type: ColumnType, text: Leaf["text"]): Leaf {
  return { type, isBare: true, text };
}

function quoted(type: ColumnType | null, text: Leaf["text"]): Leaf {
  return { type, isBare: false, text };
}

function decimalLeaf(scale: number): Leaf {
  return bare("decimal", (value) => {
    const unscaled = value instanceof Uint8Array ? bigEndian(value) : toBigInt(value);
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
    const minus = unscaled < 0n ? "-" : "";
    if (scale <= 0) return minus + digits;
    return `${minus}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  });
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value << 8n | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function toBigInt(value: unknown): bigint {
  return typeof value === "bigint" ? value : BigInt(Number(value));
}

const UNIT_DIGITS: Readonly<Record<TimeUnit, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };

function momentUnit({ type, converted_type, logical_type }: SchemaElement): TimeUnit | null {
  if (logical_type?.type === "TIMESTAMP") return logical_type.unit;
  if (converted_type === "TIMESTAMP_MILLIS") return "MILLIS";
  if (converted_type === "TIMESTAMP_MICROS") return "MICROS";
  return type === "INT96" ? "NANOS" : null;
}

function clockUnit({ converted_type, logical_type }: SchemaElement): TimeUnit | null {
  if (logical_type?.type === "TIME") return logical_type.unit;
  if (converted_type === "TIME_MILLIS") return "MILLIS";
  return converted_type === "TIME_MICROS" ? "MICROS" : null;
}

function dateText(value: unknown): string {
  return dayText(toBigInt(value));
}

/** Dates far outside the calendar are told as they are counted, and fit no column of dates. */
function dayText(days: bigint): string {
  const date = new Date(Number(days) * 86_400_000);
  if (Number.isNaN(date.getTime())) return `day ${days}`;
  return date.toISOString().split("T")[0];
}

function timestampText(count: bigint, unit: TimeUnit, isUtc: boolean): string {
  const perDay = 86_400n * 10n ** BigInt(UNIT_DIGITS[unit]);
  const rest = (count % perDay + perDay) % perDay;
  return `${dayText((count - rest) / perDay)}T${timeText(rest, unit)}${isUtc ? "Z" : ""}`;
}

function timeText(count: bigint, unit: TimeUnit): string {
  const digits = UNIT_DIGITS[unit];
  const perSecond = 10n ** BigInt(digits);
  const seconds = Number(count / perSecond);
  const two = (part: number) => String(part).padStart(2, "0");
  const fraction = String(count % perSecond).padStart(digits, "0").replace(/0+$/, "");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:` +
    `${two(seconds % 60)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The shortest text that is the same 32-bit float: 0.1, not 0.10000000149011612. */
function shortFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function halfText(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  const bits = value[1] << 8 | value[0];
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = bits >> 10 & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return plainNumber(String(sign * 2 ** -14 * (fraction / 1024)));
  if (exponent === 0x1f) return String(fraction === 0 ? sign * Infinity : NaN);
  return plainNumber(String(sign * 2 ** (exponent - 15) * (1 + fraction / 1024)));
}

function uuidText(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  const hex = hexOf(value).slice(2);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join("-");
}
