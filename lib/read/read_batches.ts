/**
 * Reads a file of any format to typed batches.
 *
 * Types are guessed from the head, and the rows are read with that guess while every
 * value of every column is weighed. When the whole file decides otherwise, a second pass
 * begins with what it decided; so the result depends on the file alone. A guess that
 * turns out wrong early is mended early.
 *
 * Cost: one pass as a rule, memory of a few batches and 11 to 16 bytes a row.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { column, type ColumnSchema } from "@/lib/frame/schema.ts";
import type { RowBatch } from "./columns/batch.ts";
import { decide, type Decided } from "./columns/decide.ts";
import { type ColumnPlan, samePlans } from "./columns/plan.ts";
import type { FileFacts, Rejection } from "./facts.ts";
import { factsOf } from "./facts_of.ts";
import type { ByteSource } from "./formats/format.ts";
import type { ReadOptions } from "./options.ts";
import { Pass } from "./read_pass.ts";
import { openTable, type TextTable } from "./text_table.ts";
import { Zone } from "./values/calendar.ts";

/** What comes out of a file, in order. */
export type BatchEvent =
  /** The columns; a second one means: forget all that came before it. */
  | { readonly type: "table"; readonly columns: readonly ColumnSchema[]; readonly attempt: number }
  | { readonly type: "batch"; readonly batch: RowBatch }
  | { readonly type: "rejected"; readonly rejections: readonly Rejection[] }
  | { readonly type: "progress"; readonly bytes: number; readonly rows: number }
  | { readonly type: "done"; readonly facts: FileFacts };

const PROGRESS_BYTES = 4 * 1024 * 1024;
/** A guess is looked at again after so many rows, then after four times as many, and so on. */
const FIRST_LOOK_ROWS = 20_000;
const LOOK_GROWTH = 4;
/** After so many early second thoughts only the whole file counts. */
const EARLY_RESTARTS = 2;

/** Reads the file that `source` opens, anew at each call of it. @throws AppError */
export async function* readBatches(
  source: ByteSource,
  options: ReadOptions = {},
): AsyncGenerator<BatchEvent> {
  yield* readTable(await openTable(source, options), options);
}

/**
 * Reads a table that is open; `options` may say more than it was opened with. Where nobody asks
 * which rows repeat earlier ones, the facts tell of none.
 *
 * @throws AppError
 */
export async function* readTable(
  table: TextTable,
  options: ReadOptions,
  { tellsRepeats = true }: { readonly tellsRepeats?: boolean } = {},
): AsyncGenerator<BatchEvent> {
  const zone = zoneOf(options.zone ?? "UTC");
  const survey = new Pass(table, { options, plans: null, tellsRepeats: false, zone });
  await survey.survey();
  let decided = decidedOf(table, survey, options);
  let wholeWasRead = false;
  for (let attempt = 1;; attempt++) {
    const pass = new Pass(table, { options, plans: decided.plans, tellsRepeats, zone });
    yield { type: "table", columns: columnsOf(table, decided.plans), attempt };
    // What the whole file decided is not to be doubted by a part of it.
    const early: readonly ColumnPlan[] | null = wholeWasRead || attempt > EARLY_RESTARTS
      ? null
      : decided.plans;
    const changed: Decided | null = yield* readPass(
      pass,
      early,
      () => decidedOf(table, pass, options),
    );
    const final = changed ?? decidedOf(table, pass, options);
    if (changed === null && samePlans(final.plans, decided.plans)) {
      yield { type: "done", facts: factsOf(table, pass, { decided: final, options }) };
      return;
    }
    wholeWasRead ||= changed === null;
    decided = final;
  }
}

/** Reads one pass; returns what was decided where it was broken off, else `null`. */
async function* readPass(
  pass: Pass,
  early: readonly ColumnPlan[] | null,
  decideNow: () => Decided,
): AsyncGenerator<BatchEvent, Decided | null> {
  let told = 0;
  let look = FIRST_LOOK_ROWS;
  for await (const { batch, bytes } of pass.read()) {
    if (batch.rows > 0) yield { type: "batch", batch };
    const rejections = pass.takeRejections();
    if (rejections.length > 0) yield { type: "rejected", rejections };
    if (bytes - told >= PROGRESS_BYTES) {
      told = bytes;
      yield { type: "progress", bytes, rows: pass.filter.rows };
    }
    if (early === null || pass.filter.rows < look) continue;
    look *= LOOK_GROWTH;
    const now = decideNow();
    if (!samePlans(now.plans, early)) return now;
  }
  const rejections = pass.takeRejections();
  if (rejections.length > 0) yield { type: "rejected", rejections };
  return null;
}

function decidedOf(table: TextTable, pass: Pass, options: ReadOptions): Decided {
  return decide(table.layout.names, pass.evidences, {
    delimiter: table.canonical ? null : table.dialect.delimiter,
    options,
    types: table.types,
    units: table.units,
    leftOut: table.layout.leftOut,
  });
}

function columnsOf(table: TextTable, plans: readonly ColumnPlan[]): ColumnSchema[] {
  return table.layout.names.map((name, index) =>
    column(name, plans[index].type, { unit: plans[index].unit })
  ).filter((_, index) => !table.layout.leftOut[index]);
}

function zoneOf(name: string): Zone {
  try {
    return new Zone(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot read times as the zone must be one that is known: current value is "${name}"`,
      { cause: error },
    );
  }
}
