/**
 * The catalogue of results and the history of runs, in the database.
 *
 * @module
 */
import { sql } from "kysely";
import type { Selectable } from "kysely";
import type { Database, Session } from "@/lib/db/database.ts";
import type { ResultTable, RunState } from "@/lib/db/tables.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { Outcome } from "@/lib/steps/step.ts";
import { forgetOldRuns } from "./history.ts";
import { type Key, parseKey } from "./keys.ts";
import type { CellRun, Run, StoredResult } from "./result.ts";

/** A result on its way into the catalogue. */
export interface NewResult {
  readonly key: Key;
  readonly kind: string;
  readonly kindVersion: number;
  readonly outcome: Outcome<unknown>;
  readonly milliseconds: number;
}

/** Returns the results that the catalogue has for these keys, and whose rows are still there. */
export async function findResults(
  database: Database,
  keys: readonly Key[],
): Promise<Map<Key, StoredResult>> {
  if (keys.length === 0) return new Map();
  const rows = await database.kysely.selectFrom("results").selectAll()
    .where("key", "in", keys)
    .where(sql<boolean>`(relation is null or to_regclass(relation) is not null)`).execute();
  return new Map(rows.map((row) => {
    const result = readResult(row);
    return [result.key, result];
  }));
}

/** Enters a result, in place of what the key had before. */
export async function saveResult(session: Session, result: NewResult): Promise<StoredResult> {
  const { key, kind, kindVersion, outcome, milliseconds } = result;
  const row = await session.kysely.insertInto("results").values({
    key,
    kind,
    kind_version: kindVersion,
    relation: outcome.relation,
    schema: JSON.stringify(outcome.schema),
    rows: outcome.rows,
    rejected: outcome.rejected,
    facts: JSON.stringify(outcome.facts ?? null),
    problems: JSON.stringify(outcome.problems),
    milliseconds,
  }).onConflict((conflict) =>
    conflict.column("key").doUpdateSet((row) => ({
      relation: row.ref("excluded.relation"),
      schema: row.ref("excluded.schema"),
      rows: row.ref("excluded.rows"),
      rejected: row.ref("excluded.rejected"),
      facts: row.ref("excluded.facts"),
      problems: row.ref("excluded.problems"),
      milliseconds: row.ref("excluded.milliseconds"),
      created_at: sql<string>`now()`,
      last_used_at: sql<string>`now()`,
    }))
  ).returningAll().executeTakeFirstOrThrow();
  return readResult(row);
}

/** Notes that results were used, so that eviction takes others first. */
export async function touchResults(database: Database, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return;
  await database.kysely.updateTable("results").set({ last_used_at: sql<string>`now()` })
    .where("key", "in", keys).execute();
}

/** Notes that a run has begun, so that one whose process ends is known to have been interrupted. */
export async function beginRun(
  database: Database,
  run: Pick<Run, "id" | "asOf" | "startedAt">,
  { notebook, parameters }: { readonly notebook: string; readonly parameters: object },
): Promise<void> {
  await database.kysely.insertInto("runs").values({
    id: run.id,
    notebook,
    as_of: run.asOf,
    parameters: JSON.stringify(parameters),
    state: "running",
    started_at: run.startedAt,
    milliseconds: null,
  }).execute();
}

/** Marks the runs that were under way when their process ended. */
export async function markInterrupted(database: Database): Promise<void> {
  await database.kysely.updateTable("runs").set({ state: "interrupted" })
    .where("state", "=", "running").execute();
}

/** Keeps a finished run and its cells as history, and forgets runs that are long past. */
export async function saveRun(
  database: Database,
  run: Run,
  { notebook, parameters }: { readonly notebook: string; readonly parameters: object },
): Promise<void> {
  await database.transaction(async (session) => {
    await session.kysely.insertInto("runs").values({
      id: run.id,
      notebook,
      as_of: run.asOf,
      parameters: JSON.stringify(parameters),
      state: stateOf(run),
      started_at: run.startedAt,
      finished_at: new Date(Date.parse(run.startedAt) + run.milliseconds).toISOString(),
      milliseconds: Math.round(run.milliseconds),
    }).onConflict((conflict) =>
      conflict.column("id").doUpdateSet((row) => ({
        state: row.ref("excluded.state"),
        finished_at: row.ref("excluded.finished_at"),
        milliseconds: row.ref("excluded.milliseconds"),
      }))
    ).execute();
    if (run.cells.length > 0) await insertCells(session, run);
    await forgetOldRuns(session, notebook);
  });
}

async function insertCells(session: Session, run: Run): Promise<void> {
  await session.kysely.insertInto("run_cells").values(
    run.cells.map((cell, position) => ({
      run_id: run.id,
      position,
      cell: cell.name,
      kind: cell.kind,
      key: cell.key,
      state: cell.outcome.state,
      origin: cell.outcome.state === "done" ? cell.outcome.source : null,
      milliseconds: Math.round(cell.milliseconds),
      rows: cell.outcome.state === "done" ? cell.outcome.result.rows : null,
      problems: JSON.stringify(problemsOf(cell)),
    })),
  ).execute();
}

/** Returns what is wrong with a cell, or was odd on the way. */
export function problemsOf(cell: CellRun): readonly Problem[] {
  switch (cell.outcome.state) {
    case "done":
      return cell.outcome.result.problems;
    case "failed":
      return cell.outcome.problems;
    case "waiting":
    case "cancelled":
      return [];
  }
}

function stateOf(run: Run): RunState {
  if (run.cancelled) return "cancelled";
  return run.cells.some(({ outcome }) => outcome.state === "failed") ? "failed" : "done";
}

function readResult(row: Selectable<ResultTable>): StoredResult {
  return {
    key: parseKey(row.key),
    kind: row.kind,
    kindVersion: row.kind_version,
    relation: row.relation,
    // What was written by saveResult, whose argument had these types.
    schema: row.schema as Schema,
    rows: row.rows,
    rejected: row.rejected,
    facts: row.facts,
    problems: row.problems as readonly Problem[],
    milliseconds: row.milliseconds,
    computedAt: row.created_at,
  };
}
