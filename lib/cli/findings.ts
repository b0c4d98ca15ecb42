/**
 * What a run found, in lines for a terminal: the summary, the measures with a
 * sparkline, what is odd, and what comes next.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import { formatChange, formatNumber, formatPeriod, NOTHING } from "@/lib/chart/format.ts";
import { shortened, visible } from "@/lib/chart/plain.ts";
import { sparkText } from "@/lib/chart/sparkline.ts";
import type { CellRun, Run } from "@/lib/notebook/run/result.ts";

/** Odd periods that are listed; the report has all. */
const LISTED = 5;

/** A longer name would push all that stands beside it out of sight. */
const MOST_LETTERS = 72;

/** Longer lines of prose read badly. */
const PROSE_WIDTH = 88;

/** Returns lines of at most `width` letters; none where nothing was found. */
export function findingLines(run: Run, width: number): string[] {
  const done = run.cells.filter(({ outcome }) => outcome.state === "done");
  const prose = Math.min(width, PROSE_WIDTH);
  const sections = [
    ...done.filter(({ kind }) => kind === "summary").map((cell) => summaryLines(cell, prose)),
    ...done.filter(({ kind }) => kind === "kpi").map(kpiLines),
    ...done.filter(({ kind }) => kind === "detect").map(detectLines),
    ...done.filter(({ kind }) => kind === "explain").map((cell) => explainLines(cell, prose)),
    ...done.filter(({ kind }) => kind === "forecast").map((cell) => forecastLines(cell, prose)),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines])
    .map((line) => cut(visible(line), width));
}

function summaryLines({ blocks }: CellRun, width: number): string[] {
  return blocks.flatMap((block) =>
    block.type !== "text"
      ? []
      : block.paragraphs.flatMap((spans) => fold(spans.map(({ text }) => text).join(""), width))
  );
}

function kpiLines({ name, blocks }: CellRun): string[] {
  const numbers = blocks.filter((block) => block.type === "number");
  if (numbers.length === 0) return [];
  const rows = numbers.map(({ title, value, unit, change, history }) => [
    title,
    formatNumber(value, { unit, compact: true }),
    change === null ? "" : `${formatChange(value, change.before, unit).text} on ${change.base}`,
    sparkText(history),
  ]);
  return [`KPIs of ${name}`, ...align(rows, [1])];
}

function detectLines({ name, blocks, figures }: CellRun): string[] {
  const flagged = Number(figures.flagged?.value ?? 0);
  const periods = formatNumber(Number(figures.periods?.value ?? 0));
  // Alerts are counted wherever something could be judged.
  const isJudged = flagged > 0 || figures.alerts !== undefined;
  const head = isJudged
    ? `Odd in ${name}: ${formatNumber(flagged)} of ${periods} periods`
    : `Odd in ${name}: too few periods to judge any: ${periods}`;
  const table = blocks
    .flatMap((block): readonly Block[] => block.type === "details" ? block.blocks : [block])
    .find((block): block is Extract<Block, { type: "table" }> => block.type === "table");
  // Without odd periods the first table is of something else.
  if (table === undefined || flagged === 0) return [head];
  const rows = table.rows.slice(0, LISTED).map((row) =>
    row.map((value, i) => {
      const { name, unit } = table.columns[i];
      const shown = typeof value === "number"
        ? formatNumber(value, { unit, decimals: name === "score" ? 0 : undefined, compact: true })
        : String(value ?? NOTHING);
      if (i === 0 || name === "reason") return shown;
      return name === "band" ? `(${shown})` : `${name} ${shown}`;
    })
  );
  const more = table.total - rows.length;
  return [head, ...align(rows, []), ...(more > 0 ? [`  and ${more} more`] : [])];
}

function explainLines({ name, figures }: CellRun, width: number): string[] {
  return [`Explained in ${name}`, ...fold(String(figures.answer?.value ?? NOTHING), width)];
}

function forecastLines({ name, blocks, figures }: CellRun, width: number): string[] {
  const isOne = blocks.filter(({ type }) => type === "line").length === 1;
  const lines = blocks.flatMap((block) => {
    if (block.type === "line" && block.forecast !== null) {
      const { periods, values } = block.forecast;
      const last = periods.at(-1);
      if (last === undefined) return fold(block.answer ?? "", width);
      return [
        ...(isOne ? [] : [`  ${block.title.replace(/: forecast$/, "")}`]),
        `  ${sparkText(block.series[0].values)} ${sparkText(values)}  ` +
        `${formatNumber(values.at(-1) ?? null, { unit: block.axis.unit, compact: true })} ` +
        `on ${formatPeriod(last, block)}`,
      ];
    }
    if (block.type === "details") return fold(block.summary, width);
    if (block.type === "text") {
      return block.paragraphs.flatMap((spans) =>
        fold(spans.map(({ text }) => text).join(""), width)
      );
    }
    return [];
  });
  return [`Forecast of ${name}: ${figures.model?.value ?? NOTHING}`, ...lines];
}

/** Pads each column of some lines to one width; numbers stand to the right. */
function align(told: readonly (readonly string[])[], right: readonly number[]): string[] {
  const rows = told.map((row) => row.map((text) => shortened(text, MOST_LETTERS)));
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    `  ${
      row.map((text, i) => right.includes(i) ? text.padStart(widths[i]) : text.padEnd(widths[i]))
        .join("  ")
    }`.trimEnd()
  );
}

/** Shortens a line that is too long for where it is shown. */
export function cut(line: string, width: number): string {
  const letters = [...line];
  return letters.length <= width ? line : `${letters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** Breaks a text into lines of at most `width` letters, between words. */
function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 3 + word.length > width) {
      lines.push(`  ${line}`);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, `  ${line}`];
}
