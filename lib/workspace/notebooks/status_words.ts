/**
 * How a cell stands, in a sign and words: colour never speaks alone.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import type { CellStatus } from "./notebook_view.ts";

/** A state as the page shows it. */
export interface StatusWords {
  readonly sign: string;
  /** Empty where there is nothing to tell. */
  readonly word: string;
}

/** Puts a cell's status in words. */
export function statusWords(status: CellStatus): StatusWords {
  switch (status.state) {
    case "fresh":
      return { sign: "", word: "" };
    case "stale":
      if (status.cancelled) {
        return { sign: "◷", word: status.shown ? "cancelled: shows an older result" : "cancelled" };
      }
      if (status.unset) return { sign: "○", word: "not set up yet" };
      return status.shown
        ? { sign: "◷", word: "stale: shows an older result" }
        : { sign: "○", word: "not run yet" };
    case "running":
      return { sign: "◌", word: `running${progressWords(status.progress)}` };
    case "queued":
      return { sign: "◌", word: "waits for its turn" };
    case "failed":
      return { sign: "✕", word: "failed" };
    case "disabled":
      return { sign: "⊘", word: "left out" };
    case "waiting":
      return { sign: "…", word: `waits: ${status.reason}` };
  }
}

function progressWords(
  progress: Extract<CellStatus, { state: "running" }>["progress"],
): string {
  if (progress === null) return "";
  const share = progress.share === null
    ? ""
    : `, ${formatNumber(progress.share, { unit: "%", decimals: 0 })}`;
  return progress.rows === 0 ? share : `${share}, ${formatNumber(progress.rows)} rows`;
}
