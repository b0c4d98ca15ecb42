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

/**
 * Drops relations that were replaced, unless something else still hangs on them. What reads
 * another comes before it.
 */
export async function dropRelations(
  database: Database,
  relations: readonly string[],
): Promise<void> {
  // The rows behind a clean cell's view go with it.
  const names = relations.flatMap((relation) => [relation, beside(relation, "rows")]);
  if (names.length === 0) return;
  const found = await database.query<{ name: string; kind: string }>(
    "select name, relkind::text as kind from unnest($1::text[]) with ordinality as n (name, place) " +
      "join pg_class on oid = to_regclass(name) order by place",
    [names],
  );
  const statements = found.map(({ name, kind }) =>
    `drop ${kind === "v" ? "view" : "table"} ${name}`
  );
  const drop = (some: readonly string[]) =>
    database.transaction(async (session) => {
      for (const statement of some) await session.query(statement);
    }, { role: "results" });
  try {
    await drop(statements);
  } catch (error) {
    // A view of another result reads one of them: eviction takes both, later.
    if (!(error instanceof StatementError)) throw error;
    for (const statement of statements) await drop([statement]).catch(ignoreStatement);
  }
}

function ignoreStatement(error: unknown): void {
  if (!(error instanceof StatementError)) throw error;
}
