import { formatDuration, formatNumber } from "@/lib/chart/format.ts";
import type { CellState, ReportCell } from "./report_shape.ts";

/** A sign beside the word: colour never speaks alone. */
const STATES: Readonly<Record<CellState, { readonly sign: string; readonly word: string }>> = {
  done: { sign: "", word: "done" },
  warned: { sign: "▲", word: "with warnings" },
  stale: { sign: "◷", word: "stale: shows an older result" },
  failed: { sign: "✕", word: "failed" },
  waiting: { sign: "…", word: "did not run: waits for a cell above" },
  disabled: { sign: "○", word: "left out" },
};

/** How many letters of a key tell it from the others of a notebook. */
const KEY_LETTERS = 8;

/** The row above a cell: kind, name and state; rows, time, where it comes from, key. */
export function Caption({ cell }: { readonly cell: ReportCell }) {
  const { sign, word } = STATES[cell.state];
  return (
    <header class="caption">
      <h2>
        <span class="kind">{cell.kind}</span> {cell.name}
      </h2>
      {cell.state !== "done" && (
        <span class="state">
          <span aria-hidden="true">{sign}</span> {word}
        </span>
      )}
      <ul>
        {cell.rows !== null && <li>{rowsText(cell.rows)}</li>}
        {cell.origin !== null && (
          <li>
            {cell.origin === "cache" ? "from cache" : "computed"}
            {cell.milliseconds !== null && ` in ${formatDuration(cell.milliseconds)}`}
          </li>
        )}
        {cell.key !== null && (
          <li>
            <code title={`key ${cell.key}`}>{cell.key.slice(0, KEY_LETTERS)}</code>
          </li>
        )}
      </ul>
    </header>
  );
}

function rowsText(rows: number): string {
  return `${formatNumber(rows)} ${rows === 1 ? "row" : "rows"}`;
}
