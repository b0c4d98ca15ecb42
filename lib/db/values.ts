/**
 * How values of Postgres become values of the program and back, alike on both databases.
 *
 * @module
 */
import postgres from "postgres";

/** Numbers of the types in pg_type, which never change. */
export const TYPE_NUMBERS = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

/** Arrays that come out as arrays, by the type of their elements. */
const ARRAY_NUMBERS: readonly (readonly [array: number, element: number])[] = [
  [1000, TYPE_NUMBERS.bool],
  [1005, TYPE_NUMBERS.int2],
  [1007, TYPE_NUMBERS.int4],
  [1016, TYPE_NUMBERS.int8],
  [1022, TYPE_NUMBERS.float8],
  [1009, 25],
  [1015, 1043],
];

/** Turns `2026-01-31 10:20:30+00` into `2026-01-31T10:20:30Z`; leaves `infinity` alone. */
function parseTimestamp(text: string): string {
  const separator = text.indexOf(" ");
  if (separator < 0) return text;
  const iso = `${text.slice(0, separator)}T${text.slice(separator + 1)}`;
  return iso.endsWith("+00") ? `${iso.slice(0, -3)}Z` : iso;
}

function parseInteger(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(text.slice(2));
}

const parsers: Record<number, (text: string) => unknown> = {
  [TYPE_NUMBERS.bool]: (text) => text === "t",
  [TYPE_NUMBERS.bytea]: parseBytes,
  [TYPE_NUMBERS.int8]: parseInteger,
  [TYPE_NUMBERS.int2]: Number,
  [TYPE_NUMBERS.int4]: Number,
  [TYPE_NUMBERS.oid]: Number,
  [TYPE_NUMBERS.float4]: Number,
  [TYPE_NUMBERS.float8]: Number,
  [TYPE_NUMBERS.json]: (text) => JSON.parse(text),
  [TYPE_NUMBERS.jsonb]: (text) => JSON.parse(text),
  [TYPE_NUMBERS.date]: String,
  [TYPE_NUMBERS.timestamp]: parseTimestamp,
  [TYPE_NUMBERS.timestamptz]: parseTimestamp,
};

for (const [array, element] of ARRAY_NUMBERS) {
  parsers[array] = (text) => parseArray(text, parsers[element] ?? String);
}

/** What postgres.js is told about types; it knows nothing else. */
export const valueTypes: Record<string, postgres.PostgresType> = Object.fromEntries(
  Object.entries(parsers).map(([number, parse]) => [
    `type${number}`,
    { to: Number(number), from: [Number(number)], parse, serialize: writeParameter },
  ]),
);

/** Turns a parameter into the text that Postgres reads, whatever its type there. */
export function writeParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return value ? "t" : "f";
    case "object":
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return `\\x${value.toHex()}`;
      return Array.isArray(value) ? writeArray(value) : JSON.stringify(value);
    default:
      return String(value);
  }
}

function writeArray(values: readonly unknown[]): string {
  const texts = values.map((value) => {
    if (Array.isArray(value)) return writeArray(value);
    const text = writeParameter(value);
    return text === null ? "NULL" : `"${text.replace(/["\\]/g, "\\$&")}"`;
  });
  return `{${texts.join(",")}}`;
}

/** Reads an array of one dimension. */
function parseArray(text: string, parse: (text: string) => unknown): unknown[] {
  const values: unknown[] = [];
  for (const match of text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/g)) {
    const [, quoted, plain] = match;
    if (quoted !== undefined) values.push(parse(quoted.replace(/\\(.)/g, "$1")));
    else values.push(plain === "NULL" ? null : parse(plain));
  }
  return values;
}
