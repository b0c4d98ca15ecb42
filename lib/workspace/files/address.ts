/**
 * What a person decided of how a file is read, in an address: so a preview under other decisions is
 * a link, and a form without scripts can ask for it. Runs in a browser too.
 *
 * `delimiter=;&header=none&nulls=x&nulls=y&type:Order+Date=date&date_order:Order+Date=dmy`
 *
 * @module
 */
import type { ColumnOptions, ReadOptions } from "@/lib/read/options.ts";

/** What is decided of a column, each before its name. */
const COLUMN_KEYS = [
  "name",
  "leave_out",
  "type",
  "date_order",
  "decimal",
  "unit",
  "epoch",
  "nulls",
] as const;
const TEXT_KEYS = ["format", "encoding", "delimiter", "quote", "zone", "records"] as const;
const COUNT_KEYS = ["skip", "footer"] as const;

/** Signs that a form can't show, by their words. */
const SIGNS: Readonly<Record<string, string>> = { tab: "\t", space: " " };

/** An empty text in a list: alone it says that every text means what it is. */
const EMPTY = '""';

/** Parts texts for nothing that are typed into one field. */
const BETWEEN_NULLS = /\s*,\s*/;

/** Reads options as an address has them; the engine says what is wrong with them. */
export function readOptionsAddress(query: URLSearchParams): ReadOptions {
  const found: Record<string, unknown> = {};
  for (const key of TEXT_KEYS) {
    const text = query.get(key) ?? "";
    if (text !== "") found[key] = key === "delimiter" ? SIGNS[text] ?? text : text;
  }
  for (const key of COUNT_KEYS) {
    const count = countOf(query.get(key));
    if (count !== null) found[key] = count;
  }
  const header = query.get("header") ?? "";
  if (header === "none") found.header = header;
  else if (countOf(header) !== null) found.header = countOf(header);
  const sheet = query.get("sheet") ?? "";
  if (sheet !== "") found.sheet = sheet;
  const nulls = nullsOf(query.getAll("nulls"));
  if (nulls.length > 0) found.nulls = nulls;
  const columns = columnsOf(query);
  if (Object.keys(columns).length > 0) found.columns = columns;
  return found as ReadOptions; // What the values may be is checked where the file is read.
}

/** Writes options into an address; nothing for what the reader decides. */
export function optionsAddress({ columns = {}, nulls = [], ...options }: ReadOptions) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || key === "name") continue;
    query.set(key, signOf(String(value)));
  }
  if (nulls.length > 0) query.set("nulls", nullsText(nulls));
  for (const [name, column] of Object.entries(columns)) {
    for (const key of COLUMN_KEYS) {
      const value = column[key];
      if (value === undefined) continue;
      query.set(`${key}:${name}`, typeof value === "object" ? nullsText(value) : String(value));
    }
  }
  return query;
}

/** The field of a form for what is decided of a column. */
export function columnField(key: typeof COLUMN_KEYS[number], column: string): string {
  return `${key}:${column}`;
}

/** A sign as a form shows it. */
export function signOf(sign: string): string {
  return Object.entries(SIGNS).find(([, one]) => one === sign)?.[0] ?? sign;
}

function columnsOf(query: URLSearchParams): Readonly<Record<string, ColumnOptions>> {
  const columns: Record<string, Record<string, unknown>> = Object.create(null);
  for (const [field, value] of query) {
    const key = COLUMN_KEYS.find((one) => field.startsWith(`${one}:`));
    if (key === undefined) continue;
    const name = field.slice(key.length + 1);
    const decided = decidedOf(key, value.trim(), name);
    if (decided !== null) columns[name] = { ...columns[name], [key]: decided };
  }
  return { ...columns };
}

/** What a field decides; `null` where it leaves all as it is found. */
function decidedOf(
  key: typeof COLUMN_KEYS[number],
  text: string,
  column: string,
): string | boolean | readonly string[] | null {
  switch (key) {
    case "name":
      return text === "" || text === column ? null : text;
    case "leave_out":
      return text === "true" ? true : null;
    case "nulls": {
      const nulls = nullsOf([text]);
      return nulls.length === 0 ? null : nulls;
    }
    case "type":
    case "date_order":
    case "decimal":
    case "unit":
    case "epoch":
      return text === "" ? null : text;
  }
}

function nullsOf(fields: readonly string[]): readonly string[] {
  return [...new Set(fields.flatMap((field) => field.trim().split(BETWEEN_NULLS)))]
    .filter((text) => text !== "").map((text) => text === EMPTY ? "" : text);
}

/** Texts for nothing as one field shows them. */
export function nullsText(nulls: readonly string[]): string {
  return nulls.map((text) => text === "" ? EMPTY : text).join(", ");
}

function countOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
