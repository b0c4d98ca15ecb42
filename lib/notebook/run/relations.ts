/**
 * The tables and views in schema `results` that hold the rows of results.
 *
 * @module
 */
import { StatementError } from "@/lib/db/statement_error.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { beside } from "@/lib/steps/beside.ts";
import type { Key } from "./keys.ts";

/** How long a relation that is to go is waited for. */
const LOCK_MILLISECONDS = 500;

/**
 * Returns a new name for a key's relation, quoted and with its schema. No two are
 * alike, so that a result can be replaced while the old one is still read.
 */
export function nameRelation(key: Key): string {
  return `results."r_${key.slice(0, 32)}_${crypto.randomUUID().slice(0, 8)}"`;
}

/** A relation that there is, quoted and with its schema. */
export interface Relation {
  readonly name: string;
  readonly kind: "table" | "view";
}

/**
 * Drops relations that were replaced, unless something else still hangs on them. What reads
 * another comes before it.
 */
export async function dropRelations(
  database: Database,
  relations: readonly string[],
): Promise<void> {
  const found = await findRelations(database, relations);
  if (found.length === 0) return;
  try {
    await database.transaction((session) => drop(session, found));
  } catch (error) {
    // A view of another result reads one of them: eviction takes both, later.
    if (!(error instanceof StatementError)) throw error;
    await dropEach(database, found);
  }
}

/** Returns those of some relations that there are, and the rows behind them, in their order. */
export async function findRelations(
  session: Session,
  relations: readonly string[],
): Promise<readonly Relation[]> {
  // The rows behind a clean cell's view go with it.
  const names = relations.flatMap((relation) => [relation, beside(relation, "rows")]);
  if (names.length === 0) return [];
  const found = await session.query<{ name: string; view: boolean }>(
    "select name, relkind = 'v' as view from unnest($1::text[]) with ordinality as n (name, place) " +
      "join pg_class on oid = to_regclass(name) order by place",
    [names],
  );
  return found.map(({ name, view }) => ({ name, kind: view ? "view" : "table" }));
}

/** Drops each of some relations by itself; returns how many nothing else hung on. */
export async function dropEach(
  database: Database,
  relations: readonly Relation[],
): Promise<number> {
  let dropped = 0;
  for (const relation of relations) {
    try {
      await database.transaction((session) => drop(session, [relation]));
      dropped++;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
    }
  }
  return dropped;
}

/** Drops relations in a transaction. @throws StatementError where one of them is read */
export async function drop(session: Session, relations: readonly Relation[]): Promise<void> {
  // While it waits for a reader, all who come after wait for it.
  await session.query(`set local lock_timeout = '${LOCK_MILLISECONDS}ms'`);
  for (const { name, kind } of relations) {
    await session.query(`drop ${kind} ${name}`, [], { role: "results" });
  }
}
