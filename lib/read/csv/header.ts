/**
 * Scores how unlike the rows below it a row is: above 0 it is their header.
 *
 * @module
 */
import { CellScanner, Kind } from "@/lib/read/columns/cell_scanner.ts";
import type { HeadRow } from "./head.ts";

const CELLS_LOOKED_AT = 50_000;

/** What a cell is, as far as headers care. */
export type Look = "empty" | "number" | "date" | "word" | "text";

/** The score of a row as a header, and what speaks for it. */
export function headerScore(
  row: HeadRow,
  below: readonly HeadRow[],
): { readonly score: number; readonly evidence: string } {
  const look = looker();
  const tops = row.cells.map(look);
  if (below.length === 0) {
    const names = tops.every((kind) => kind === "text" || kind === "word");
    return {
      score: names ? 1 : -1,
      evidence: names ? "the only row, without a value" : "the only row, with values",
    };
  }
  const years = areYears(row.cells);
  const sample = below.slice(0, Math.max(3, Math.floor(CELLS_LOOKED_AT / row.cells.length)));
  const above = new Set<string>();
  const under = new Set<string>();
  let score = 0;
  tops.forEach((top, index) => {
    const cells = sample.map((other) => other.cells[index] ?? "");
    const looks = cells.map(look).filter((kind) => kind !== "empty");
    const shareOf = (wanted: Look) =>
      looks.length === 0 ? 0 : looks.filter((kind) => kind === wanted).length / looks.length;
    const isYear = top === "number" && years && !cells.some((cell) => YEAR.test(cell.trim()));
    if (top !== "empty") above.add(isYear ? "years" : NOUNS[top]);
    for (const look of ["number", "date", "word", "text"] as const) {
      if (shareOf(look) > 0.4) under.add(NOUNS[look]);
    }
    score += pointsOf(top, {
      text: row.cells[index].trim(),
      cells,
      numberShare: shareOf("number"),
      dateShare: shareOf("date"),
      wordShare: shareOf("word"),
      isYear,
    });
  });
  const repeated = new Set(row.cells.map((cell) => cell.trim())).size < row.cells.length / 2;
  if (repeated && row.cells.length > 2) score -= 1;
  return { score, evidence: evidenceOf(row.line, above, under) };
}

const NOUNS = { number: "numbers", date: "dates", word: "words", text: "words" } as const;

/** Says what a line holds, and what else those below it. */
function evidenceOf(
  line: number,
  above: ReadonlySet<string>,
  under: ReadonlySet<string>,
): string {
  const which = line === 1 ? "the first line" : `line ${line}`;
  const [own, others] = [[...above], [...under].filter((noun) => !above.has(noun))]
    .map((nouns) => LIST.format(nouns));
  if (own === "") return `${which} holds nothing`;
  return others === ""
    ? `${which} holds ${own}, as do the lines below`
    : `${which} holds ${own}, the lines below ${others}`;
}

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

function pointsOf(
  top: Look,
  column: {
    readonly text: string;
    readonly cells: readonly string[];
    readonly numberShare: number;
    readonly dateShare: number;
    readonly wordShare: number;
    readonly isYear: boolean;
  },
): number {
  if (top === "empty") return 0;
  const valueShare = column.numberShare + column.dateShare;
  // Wide tables of months have dates above numbers.
  const dateOverNumbers = top === "date" && column.numberShare > 0.6;
  if ((top === "number" || top === "date") && !column.isYear && !dateOverNumbers) {
    return valueShare > 0.4 ? -2 : -0.5;
  }
  if (top === "word" && column.wordShare > 0.4) return -2;
  if (valueShare > 0.6 || column.wordShare > 0.6) return 2;
  if (column.cells.some((cell) => cell.trim() === column.text)) return -1.5;
  return 0.25;
}

/** Tells what cells are. */
export function looker(): (cell: string) => Look {
  const cells = new CellScanner();
  return (cell) => {
    switch (cells.scanText(cell.slice(0, 200))) {
      case Kind.empty:
        return "empty";
      case Kind.number:
        return "number";
      case Kind.date:
        return "date";
      case Kind.word:
        return "word";
      default:
        return "text";
    }
  };
}

/** Whether the numbers among the cells are years in a row, as headers of wide tables have. */
function areYears(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => cell.trim()).filter((cell) => /^\d+$/.test(cell));
  const rises = numbers.every((year, index) => index === 0 || year > numbers[index - 1]);
  const falls = numbers.every((year, index) => index === 0 || year < numbers[index - 1]);
  return numbers.length >= 2 && (rises || falls) && numbers.every((year) => YEAR.test(year));
}

const YEAR = /^(19|20)\d\d$/;
