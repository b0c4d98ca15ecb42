/**
 * The prose of a first notebook: what was assumed, so that it can be put right.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import type { Decision, FileFacts } from "@/lib/read/facts.ts";
import type { Findings } from "@/lib/workspace/files/findings.ts";
import { plural } from "@/lib/read/plural.ts";
import { missingIn, mostFrequent, type Outline } from "./cells.ts";
import type { MeasuredColumn } from "./roles.ts";

const MOST_NAMES = 6;
const MOST_DOUBTS = 5;

/** What the file is, in a sentence. */
export function opening(name: string, { rows, columns, rejected, format }: FileFacts): string {
  const lost = rejected === 0
    ? "none of its values was rejected"
    : `${formatNumber(rejected)} ${
      rejected === 1 ? "value or row" : "values or rows"
    } did not fit and ${rejected === 1 ? "was" : "were"} set aside with line and reason`;
  return `Made from ${code(name)} (${format.toUpperCase()}): ${formatNumber(rows)} ` +
    `${rows === 1 ? "row" : "rows"} of ${formatNumber(columns)} ` +
    `${columns === 1 ? "column" : "columns"}; ${lost}.`;
}

/** What was assumed of the columns, as a list. */
export function assumptions(
  { roles, periods, nameOf, deduplicated, holidays }: Outline,
  found: Findings,
) {
  const { facts } = found;
  const { time, measures, ratios, dimensions, apart, key, leftOut } = roles;
  const named = (columns: readonly { readonly profile: Parameters<typeof nameOf>[0] }[]) =>
    listOf(columns.map(({ profile }) => nameOf(profile)));
  const by = (total: MeasuredColumn["total"]) =>
    measures.filter((measure) => measure.total === total);
  const lines = [
    time === null || periods === null
      ? "No column of days or times was found, so there are totals, and nothing over time."
      : `Time is ${code(nameOf(time))}, by ${periods.grain}.`,
    ...(holidays === null ? [] : [holidayWords(holidays)]),
    ...(by("sum").length > 0 ? [`Added up: ${named(by("sum"))}.`] : []),
    ...(by("avg").length > 0
      ? [`Averaged, since prices, rates and levels do not add up: ${named(by("avg"))}.`]
      : []),
    ...(periods !== null && ratios.length > 0
      ? [
        `Divided: ${
          ratios.map(({ of, per }) => `${code(nameOf(of))} by ${code(nameOf(per))}`).join(", ")
        }.`,
      ]
      : []),
    ...(measures.length === 0 ? ["No column holds amounts, so rows are counted."] : []),
    ...(dimensions.length > 0
      ? [`Figures can be split by ${listOf(dimensions.map(nameOf))}.`]
      : []),
    ...(apart.length === 0 ? [] : [
      `Amounts of different ${
        listOf(apart.map(nameOf))
      } must not be added up: what is odd and what comes next are told of ${
        listOf(apart.map(mostFrequent))
      } alone, and totals over all of them mean little.`,
    ]),
    ...(key !== null && key.differentShare < 1
      ? [`${code(nameOf(key))} tells rows apart, but comes twice in some: the check lists them.`]
      : []),
    ...(leftOut.length > 0
      ? [`Not measured, since they look like identifiers: ${listOf(leftOut)}.`]
      : []),
    ...(deduplicated
      ? [`${plural(facts.duplicates, "exact repeat")} of another row dropped.`]
      : facts.duplicates > 0
      ? [`${plural(facts.duplicates, "exact repeat")} of another row kept.`]
      : []),
    ...(time !== null && missingIn(found, time) > 0
      ? [
        `Rows without ${code(nameOf(time))} are left out: ${formatNumber(missingIn(found, time))}.`,
      ]
      : []),
  ];
  return lines.map((line) => `- ${line}\n`).join("");
}

const COUNTRY_NAMES = new Intl.DisplayNames(["en"], { type: "region" });

function holidayWords({ country, column }: NonNullable<Outline["holidays"]>): string {
  if (country === null) {
    return "No holidays are known, as nothing says of which country: an `events` cell with " +
      "`holidays: [DE]`, named by `events: …` in the cells below, adds those of Germany.";
  }
  const why = column === null ? "" : `, which ${code(column)} names`;
  return `Holidays are those of ${COUNTRY_NAMES.of(country)}${why}.`;
}

/** What the reader was not sure of; empty where there is nothing. */
export function doubts(facts: FileFacts): string {
  const doubtful = facts.decisions.filter((decision) => decision.doubtful);
  if (doubtful.length === 0) return "";
  const lines = doubtful.slice(0, MOST_DOUBTS).map((decision) => `- ${doubt(decision)}\n`);
  const rest = doubtful.length - lines.length;
  return `Please look at what could be read otherwise, and put it right in the load cell:\n\n` +
    `${lines.join("")}${rest > 0 ? `- and ${plural(rest, "other decision")}\n` : ""}`;
}

function doubt({ what, column, chosen, alternatives }: Decision): string {
  const of = column === null ? `The ${what}` : `The ${what} of ${code(column)}`;
  const or = alternatives.length === 0
    ? ""
    : `; it could be ${alternatives.slice(0, 3).map(code).join(" or ")}`;
  return `${of} was taken for ${code(chosen)}${or}.`;
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(code);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** A word of the file as code, so that none of its signs is Markdown. */
function code(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim().slice(0, 120).toWellFormed();
  if (plain === "") return "` `";
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  const pad = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
  return `${ticks}${pad}${plain}${pad}${ticks}`;
}
