/**
 * Sets the facts of a file for people, and as one line of JSON for programs.
 *
 * @module
 */
import type { Decision, FileFacts } from "./facts.ts";
import { plural } from "./plural.ts";

const NAME_WIDTH = 32;
const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 12 });

/** The facts on one line. */
export function factsLine(facts: FileFacts): string {
  return JSON.stringify(facts);
}

/** The facts as a text of some lines. */
export function factsText(facts: FileFacts): string {
  const doubts = facts.decisions.filter(({ doubtful }) => doubtful);
  const rest = facts.decisions.filter(({ doubtful, what }) => !doubtful && what !== "type");
  return [
    facts.file,
    `  ${summaryOf(facts)}`,
    `  ${plural(facts.rows, "row")} × ${plural(facts.columns, "column")}, ` +
    `${plural(facts.duplicates, "exact repeat")}, ${plural(facts.rejected, "rejection")}`,
    "",
    ...columnLines(facts),
    ...section("Doubtful, please look", doubts.flatMap(doubtLines)),
    ...section("Decided", rest.map(decisionLine)),
    ...section("Warnings", facts.warnings),
  ].join("\n");
}

function summaryOf(facts: FileFacts): string {
  const parts = [facts.format.toUpperCase(), facts.encoding];
  if (facts.delimiter !== null) parts.push(`delimiter ${shown(facts.delimiter)}`);
  if (facts.quote !== null) parts.push(`quote ${facts.quote}`);
  if (facts.delimiter !== null) {
    parts.push(facts.header_line === null ? "no header" : `header in line ${facts.header_line}`);
  }
  return parts.join(", ");
}

function columnLines(facts: FileFacts): string[] {
  const cells = facts.names.map((name) => {
    const sum = facts.sums[name];
    const dates = facts.dates[name];
    const span = sum !== undefined
      ? `sum ${numbers.format(sum)}`
      : dates === undefined
      ? ""
      : dates === null
      ? "no dates"
      : dates.join(" to ");
    const nulls = facts.nulls[name] ?? 0;
    return [cut(name), facts.types[name], nulls === 0 ? "" : plural(nulls, "null"), span];
  });
  const widths = [0, 1, 2].map((at) => Math.max(0, ...cells.map((row) => width(row[at]))));
  return cells.map((row) =>
    `  ${row.map((cell, at) => at < 3 ? padded(cell, widths[at]) : cell).join("  ")}`.trimEnd()
  );
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function decisionLine({ what, column, chosen, evidence, alternatives }: Decision): string {
  const of = column === null ? "" : ` of "${column}"`;
  const or = alternatives.length === 0 ? "" : `; or ${alternatives.map(shown).join(", ")}`;
  return `${what}${of}: ${shown(chosen)} (${evidence}${or})`;
}

function doubtLines(decision: Decision): string[] {
  const [other] = decision.alternatives;
  if (decision.what !== "sheet" || other === undefined) return [decisionLine(decision)];
  const name = /^[\w-]+$/.test(other) ? other : JSON.stringify(other);
  const how = `  To read another: --sheet ${name}, or in a load cell sheet: ${name}`;
  return [decisionLine(decision), how];
}

function shown(text: string): string {
  return text === "\t" ? "tab" : text === " " ? "space" : text;
}

function cut(name: string): string {
  const characters = [...name];
  return characters.length <= NAME_WIDTH
    ? name
    : `${characters.slice(0, NAME_WIDTH - 1).join("")}…`;
}

function width(text: string): number {
  return [...text].length;
}

function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}
