/**
 * The country whose holidays a file's days are likely to have, as its rows say it.
 *
 * @module
 */
import { COUNTRIES } from "@/lib/steps/events/places.ts";
import type { Findings } from "@/lib/workspace/files/findings.ts";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";
import { periodsOf } from "./periods.ts";
import { rolesOf } from "./roles.ts";
import { wordsOf } from "./words.ts";

/** A country, and the column that says so. */
export interface FoundCountry {
  readonly code: string;
  readonly column: string;
}

/** Where fewer of the rows are of one country, its days off are not those of the whole. */
const MOST_SHARE = 0.8;

/** What columns of countries are called. */
const NAMES = new Set("country countries land länder pays país pais paese nation staat".split(" "));

/** Languages in which files name countries. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "nl"];

/** What people write for codes besides. */
const OTHERS: Readonly<Record<string, string>> = { uk: "GB", usa: "US", "great britain": "GB" };

let codes: ReadonlyMap<string, string> | null = null;

/** Returns codes of countries by their names and codes in small letters. */
function codesByName(): ReadonlyMap<string, string> {
  codes ??= new Map([
    ...LANGUAGES.flatMap((language) => {
      const names = new Intl.DisplayNames([language], { type: "region" });
      return COUNTRIES.map((code) => [(names.of(code) ?? code).toLowerCase(), code] as const);
    }),
    ...COUNTRIES.map((code) => [code.toLowerCase(), code] as const),
    ...Object.entries(OTHERS),
  ]);
  return codes;
}

/** Returns the country that nearly all rows are of; `null` where they name none, or several. */
export function countryIn(profiles: readonly ColumnProfile[]): FoundCountry | null {
  for (const profile of profiles) {
    if (!wordsOf(profile.name).some((word) => NAMES.has(word))) continue;
    const code = countryOf(profile);
    if (code !== null) return { code, column: profile.name };
  }
  return null;
}

function countryOf({ present, top }: ColumnProfile): string | null {
  const rows = new Map<string, number>();
  for (const { text, rows: count } of top) {
    const code = codesByName().get(text.trim().toLowerCase());
    if (code !== undefined) rows.set(code, (rows.get(code) ?? 0) + count);
  }
  const [first] = [...rows].toSorted((a, b) => b[1] - a[1]);
  return first !== undefined && first[1] >= MOST_SHARE * present ? first[0] : null;
}

/** Whether a first notebook tells of single days or hours, and has the country that its rows name. */
export type Holidays =
  | { readonly matter: false }
  | { readonly matter: true; readonly found: FoundCountry | null };

/** Tells whether holidays can explain what a file's first notebook shows, and whose these are. */
export function holidaysFor(found: Findings): Holidays {
  const { time } = rolesOf(found);
  const span = time === null ? null : found.facts.dates[time.name] ?? null;
  if (time === null || span === null) return { matter: false };
  const { grain, horizon, window } = periodsOf(time, span);
  const isDaily = (grain === "day" || grain === "hour") && (horizon ?? window) !== null;
  return isDaily ? { matter: true, found: countryIn(found.profiles) } : { matter: false };
}
