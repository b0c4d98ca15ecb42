/**
 * The tables and views in schema `results` that hold the rows of results.
 *
 * @module
 */
import { StatementError } from "@/lib/db/statement_error.ts";
import type { Database } from "@/lib/db/database.ts";
import { beside } from "@/lib/steps/beside.ts";
import type { Key } from "./keys.ts";

/**
 * Returns a new name for a key's relation, quoted and with its schema. No two are
 * alike, so that a result can be replaced while the old one is still read.
 */
export function nameRelation(key: Key): string {
  return `results."r_${key.slice(0, 32)}_${crypto.randomUUID().slice(0, 8)}"`;
}

/** Drops a relation that was replaced, unless something else still hangs on it. */
export async function dropRelation(database: Database, relation: string): Promise<void> {
  await dropOne(database, relation);
  // The rows behind a clean cell's view.
  await dropOne(database, beside(relation, "rows"));
}

async function dropOne(database: Database, relation: string): Promise<void> {
  const [row] = await database.query<{ kind: string }>(
    "select relkind::text as kind from pg_class where oid = to_regclass($1)",
    [relation],
  );
  if (row === undefined) return;
  try {
    await database.query(`drop ${row.kind === "v" ? "view" : "table"} ${relation}`, [], {
      role: "results",
    });
  } catch (error) {
    // A view of another result reads it: eviction takes both, later.
    if (!(error instanceof StatementError)) throw error;
  }
}
