/**
 * Names for columns that are easy to write in expressions, and how they are written there.
 *
 * People read a column's name in titles and charts. Where the names of a file are more than plain
 * letters, each stays as it is written, in quotes: "Stück" is no "Stuck", and "Anzahl Bestellungen"
 * beside it no "Anzahl bestellungen".
 *
 * @module
 */
import { quoteName } from "@/lib/sql/quote.ts";

const PLAIN = /^[a-z][a-z0-9_]*$/;
/** What reads well in titles, keys and expressions; control signs and quotes do not. */
const WRITTEN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Pd} _.,()（）[\]/／・%&+'’°²³#€£¥№]*$/u;
/** What is put behind a measure's name must still fit. */
const MOST_BYTES = 48;
/** Names that tables have for themselves, and that every kpi has. */
const TAKEN = [
  ...["_line", "_repeat", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"],
  ...["period", "complete", "_level", "_rows", "_last", "records"],
];

const encoder = new TextEncoder();

/** The names that columns get, by those that they have; columns that keep theirs are left out. */
export function plainNames(
  used: readonly string[],
  all: readonly string[],
): ReadonlyMap<string, string> {
  const isForeign = all.some((name) => /[^\P{L}a-zA-Z]/u.test(name.normalize("NFC")));
  const taken = new Set([...TAKEN, ...all]);
  const renamed = new Map<string, string>();
  for (const name of used) {
    const fits = PLAIN.test(name) && !TAKEN.includes(name) && name.length <= MOST_BYTES;
    if (fits) continue;
    const written = isForeign ? writtenOf(name) : null;
    const wanted = written ?? plainOf(name, all.indexOf(name) + 1);
    if (wanted === name && !TAKEN.includes(name)) continue;
    const plain = free(wanted, taken);
    taken.add(plain);
    renamed.set(name, plain);
  }
  return renamed;
}

/** A name as people wrote it, so much of it as fits; `null` where it is none to be read. */
function writtenOf(name: string): string | null {
  const written = name.normalize("NFC").replace(/\s+/g, " ").trim();
  if (TAKEN.includes(written) || !WRITTEN.test(written) || !/\p{L}/u.test(written)) return null;
  return encoder.encode(written).length <= MOST_BYTES ? written : cut(written).trim();
}

function plainOf(name: string, place: number): string {
  const letters = name.normalize("NFKC")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2").toLowerCase().replaceAll("%", " percent ")
    .normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "");
  const named = letters === "" ? `column_${place}` : letters;
  return cut(/^\p{L}/u.test(named) ? named : `column_${named}`);
}

function free(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}_${number}`;
  return candidate;
}

/** The beginning of a name that leaves room for the number of one that is there already. */
export function cut(name: string): string {
  let short = "";
  for (const character of name) {
    if (encoder.encode(short + character).length > MOST_BYTES - 4) break;
    short += character;
  }
  return short.replace(/_+$/, "");
}

/** Writes a column's name in an expression. */
export function reference(name: string): string {
  return PLAIN.test(name) && !KEYWORDS.has(name) ? name : quoteName(name);
}

/** Words that Postgres keeps for itself, all or as names of functions and types. */
const KEYWORDS: ReadonlySet<string> = new Set((
  "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit " +
  "boolean both case cast char character check coalesce collate collation column concurrently " +
  "constraint create cross current_catalog current_date current_role current_schema current_time " +
  "current_timestamp current_user dec decimal default deferrable desc distinct do else end except " +
  "exists extract false fetch float for foreign freeze from full grant greatest group grouping " +
  "having ilike in initially inner inout int integer intersect interval into is isnull join " +
  "json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar " +
  "json_serialize json_table json_value lateral leading least left like limit localtime " +
  "localtimestamp merge_action national natural nchar none normalize not notnull null nullif " +
  "numeric offset on only or order out outer overlaps overlay placing position precision primary " +
  "real references returning right row select session_user setof similar smallint some substring " +
  "symmetric system_user table tablesample then time timestamp to trailing treat trim true union " +
  "unique user using values varchar variadic verbose when where window with xmlattributes " +
  "xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize " +
  "xmltable"
).split(" "));
