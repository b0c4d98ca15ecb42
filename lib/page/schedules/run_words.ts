/**
 * Scheduled runs in words: how one stands, how long it took, what it came to, and what to do.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import type { JobRunState, JobRunView, ScheduleView } from "@/lib/workspace/schedules/contract.ts";

/** A word and a sign for each state, so that neither hangs on a colour. */
export const STATES: Readonly<
  Record<JobRunState, { readonly sign: string; readonly word: string }>
> = {
  waiting: { sign: "○", word: "Waits" },
  running: { sign: "▸", word: "Runs" },
  done: { sign: "✓", word: "Done" },
  failed: { sign: "✕", word: "Failed" },
  interrupted: { sign: "!", word: "Interrupted" },
  cancelled: { sign: "–", word: "Cancelled" },
  missed: { sign: "!", word: "Missed" },
  skipped: { sign: "»", word: "Skipped" },
};

/** What a state means where its word does not say it. */
export const STATE_HINTS: Readonly<Partial<Record<JobRunState, string>>> = {
  interrupted: "Daybook stopped, or ended, before it did",
  missed: "It was due while Daybook was closed",
  skipped: "It was due while the one before still ran",
};

/** Why a run that was asked for does not begin. */
export const BUSY = "It runs already: one run of it goes on at a time.";

/** What is counted, for one and for more, in the order in which it is told. */
const COUNTED: Readonly<Record<string, readonly [one: string, more: string]>> = {
  sources: ["source", "sources"],
  corrected_days: ["day corrected", "days corrected"],
  notebooks: ["notebook run", "notebooks run"],
  forecasts: ["forecast made", "forecasts made"],
  without_score: ["without a score", "without a score"],
  failed: ["failed", "failed"],
  cells: ["cell", "cells"],
  computed: ["computed anew", "computed anew"],
  letters: ["letter sent", "letters sent"],
  missed: ["time missed before", "times missed before"],
};

/** What housekeeping counts: told where there was any. */
const KEPT: Readonly<Record<string, readonly [one: string, more: string]>> = {
  backup_archives: ["backup made", "backups made"],
  backup_files: ["file added to it", "files added to it"],
  backup_removed: ["old backup removed", "old backups removed"],
  received_batches: ["received request forgotten", "received requests forgotten"],
  received_sources: ["removed source forgotten", "removed sources forgotten"],
  evicted_results: ["result evicted", "results evicted"],
  history_runs: ["old run forgotten", "old runs forgotten"],
  history_schedules: ["removed schedule forgotten", "removed schedules forgotten"],
};

/** Figures for programs and the log, which say nothing more to a reader. */
const UNTOLD: readonly string[] = [
  "backup_bytes",
  "backup_pause_milliseconds",
  "received_files",
  "evicted_bytes",
];

/** Returns what a run came to in words, such as "12 cells, 3 computed anew"; "" where it says nothing. */
export function toldWords(told: JobRunView["told"]): string {
  const known = { ...COUNTED, ...KEPT };
  const counts = Object.entries(known).flatMap(([name, [one, more]]) => {
    const value = told[name];
    if (typeof value !== "number" || (value === 0 && name in KEPT)) return [];
    return [`${formatNumber(value)} ${value === 1 ? one : more}`];
  });
  const others = Object.entries(told).flatMap(([name, value]) => {
    if (UNTOLD.includes(name) || (name in known && typeof value === "number")) return [];
    const shown = typeof value === "number" ? formatNumber(value) : value;
    return [`${name.replaceAll("_", " ")}: ${shown}`];
  });
  return [...counts, ...others].join(", ");
}

/** What takes less is told alike. */
const SHORTEST = 100;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Returns how long something took: "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function durationWords(milliseconds: number): string {
  if (milliseconds < SHORTEST) return "under 0.1 s";
  if (milliseconds < 9.95 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  if (milliseconds < MINUTE) return `${Math.floor(milliseconds / SECOND)} s`;
  const [whole, part, words] = milliseconds < HOUR
    ? [MINUTE, SECOND, ["min", "s"]]
    : [HOUR, MINUTE, ["h", "min"]];
  const rest = Math.floor((milliseconds % whole) / part);
  const first = `${formatNumber(Math.floor(milliseconds / whole))} ${words[0]}`;
  return rest === 0 ? first : `${first} ${rest} ${words[1]}`;
}

/** Returns what to do about a run that failed. */
export function remedyOf(code: string, { work }: Pick<ScheduleView, "work">): string {
  switch (code) {
    case "TIME_LIMIT":
      return "Give it a longer time limit below, or look why it takes so long.";
    case "NOT_GRANTED":
      return "Somebody who may edit the notebook saves the settings below: it runs for them then.";
    case "OUTSIDE_FAILED":
      return "Look whether what it needs from elsewhere is set up and answers, then run it now.";
    case "BAD_PARAMETER":
      return "Set the parameters below as the notebook has them now.";
    case "INTERNAL_ERROR":
      return "It is a fault of Daybook: whoever runs it finds more in the log.";
    default:
      return work.type === "notebook"
        ? "Open the notebook and mend the cell, then run it now."
        : "Mend what it says, then run it now.";
  }
}
