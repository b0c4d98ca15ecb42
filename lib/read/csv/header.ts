/**
 * Scores how unlike the rows below it a row is: above 0 it is their header.
 *
 * @module
 */
import { CellScanner, Kind } from "@/lib/read/columns/cell_scanner.ts";
import type { HeadRow } from "./head.ts";

const CELLS_LOOKED_AT = 50_000;

/** What a cell is, as far as headers care. */
type Look = "empty" | "value" | "word" | "text";

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
  let unlike = 0;
  let alike = 0;
  let score = 0;
  tops.forEach((top, index) => {
    const cells = sample.map((other) => other.cells[index] ?? "");
    const looks = cells.map(look).filter((kind) => kind !== "empty");
    const values = looks.filter((kind) => kind === "value").length;
    const words = looks.filter((kind) => kind === "word").length;
    const points = pointsOf(top, {
      text: row.cells[index].trim(),
      cells,
      valueShare: looks.length === 0 ? 0 : values / looks.length,
      wordShare: looks.length === 0 ? 0 : words / looks.length,
      isYear: years && top === "value",
    });
    score += points;
    if (points >= 1) unlike++;
    if (points <= -1) alike++;
  });
  const repeated = new Set(row.cells.map((cell) => cell.trim())).size < row.cells.length / 2;
  if (repeated && row.cells.length > 2) score -= 1;
  return {
    score,
    evidence: `${unlike} of ${tops.length} cells are unlike the column below, ${alike} are like it`,
  };
}

function pointsOf(
  top: Look,
  column: {
    readonly text: string;
    readonly cells: readonly string[];
    readonly valueShare: number;
    readonly wordShare: number;
    readonly isYear: boolean;
  },
): number {
  if (top === "empty") return 0;
  if (top === "value" && !column.isYear) return column.valueShare > 0.4 ? -2 : -0.5;
  if (top === "word" && column.wordShare > 0.4) return -2;
  if (column.valueShare > 0.6 || column.wordShare > 0.6) return 2;
  if (column.cells.some((cell) => cell.trim() === column.text)) return -1.5;
  return 0.25;
}

function looker(): (cell: string) => Look {
  const cells = new CellScanner();
  const encoder = new TextEncoder();
  return (cell) => {
    const bytes = encoder.encode(cell.slice(0, 200));
    switch (cells.scan(bytes, 0, bytes.length)) {
      case Kind.empty:
        return "empty";
      case Kind.number:
      case Kind.date:
        return "value";
      case Kind.word:
        return "word";
      default:
        return "text";
    }
  };
}

/** Whether the numbers among the cells are years in even steps, as headers of wide tables have. */
function areYears(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => cell.trim()).filter((cell) => /^\d+$/.test(cell)).map(Number);
  const step = numbers[1] - numbers[0];
  return numbers.length >= 2 && step !== 0 &&
    numbers.every((year, index) =>
      year >= 1900 && year <= 2100 && (index === 0 || year - numbers[index - 1] === step)
    );
}
