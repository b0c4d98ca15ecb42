/**
 * What language models cost a day.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.model_costs (
     day date primary key,
     spent float8 not null check (spent >= 0)
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
