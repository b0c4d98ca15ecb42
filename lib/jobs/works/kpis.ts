/**
 * Nightly KPIs: the days of every source are made equal to their events, and the notebooks that read
 * events are run, so that they are fresh in the morning.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { SourceView } from "@/lib/workspace/metrics/contract.ts";
import type { Worked } from "@/lib/jobs/scheduler.ts";
import { runNotebook } from "./notebook.ts";
import { forEachSource } from "./sources.ts";
import type { WorkServices } from "./work_services.ts";

/** So many days are recomputed at a time: nobody stores events of the source meanwhile. */
const DAYS_AT_ONCE = 31;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

const MOST_NAMED = 3;

/** Does it. @throws AppError CHECK_FAILED where a notebook failed, once all were run */
export async function computeKpis(services: WorkServices, signal: AbortSignal): Promise<Worked> {
  let corrected = 0;
  const sources = await forEachSource(services, signal, async (source) => {
    for (const [from, to] of rangesOf(source)) {
      signal.throwIfAborted();
      const range = { source: source.name, from, to };
      const recomputed = await services.metrics.recompute(range, { signal });
      corrected += recomputed.corrected + recomputed.removed;
    }
  });
  const notebooks = await runReaders(services, signal);
  return { told: { sources, corrected_days: corrected, notebooks }, run: null };
}

/** Returns the days of a source in ranges, both ends in, the earliest first. */
function rangesOf(
  { firstDay, lastDay }: Pick<SourceView, "firstDay" | "lastDay">,
): readonly (readonly [string, string])[] {
  if (firstDay === null || lastDay === null) return [];
  const ranges: (readonly [string, string])[] = [];
  const last = Date.parse(lastDay);
  for (let from = Date.parse(firstDay); from <= last; from += DAYS_AT_ONCE * DAY_MILLISECONDS) {
    const to = Math.min(last, from + (DAYS_AT_ONCE - 1) * DAY_MILLISECONDS);
    ranges.push([dayOf(from), dayOf(to)]);
  }
  return ranges;
}

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Runs the notebooks that read events, by the defaults of their parameters; returns how many. */
async function runReaders(services: WorkServices, signal: AbortSignal): Promise<number> {
  const { notebooks } = services;
  const failed: string[] = [];
  let count = 0;
  for (const { id, title } of await notebooks.list({})) {
    signal.throwIfAborted();
    try {
      const { text } = await notebooks.source({ id });
      if (!readsEvents(text)) continue;
      count++;
      await runNotebook({ notebook: id, parameters: {} }, services, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      if (await isThere(services, id)) failed.push(title);
    }
  }
  if (failed.length === 0) return count;
  const names = failed.slice(0, MOST_NAMED).map((title) => JSON.stringify(title)).join(", ");
  const more = failed.length > MOST_NAMED ? " and others" : "";
  throw new AppError(
    "CHECK_FAILED",
    `Cannot say that all is computed as each notebook over events must end well: ` +
      `current value is ${failed.length} that failed (${names}${more})`,
  );
}

/** Whether a notebook was not deleted meanwhile. */
async function isThere({ database }: WorkServices, id: string): Promise<boolean> {
  const row = await database.kysely.selectFrom("notebooks").select("id").where("id", "=", id)
    .where("deleted_at", "is", null).executeTakeFirst();
  return row !== undefined;
}

function readsEvents(text: string): boolean {
  const { notebook } = parseNotebook(text, { fileName: "notebook.md", kinds: KINDS });
  return notebook.blocks.some((block) =>
    block.type === "cell" && block.kind === "load" && "source" in block.body.values
  );
}
