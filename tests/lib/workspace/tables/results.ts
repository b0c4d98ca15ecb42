/**
 * Results for tests of tables.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { column, type ColumnSchema, type HiddenColumn } from "@/lib/frame/schema.ts";
import { type Key, makeKey } from "@/lib/notebook/run/keys.ts";
import { saveResult } from "@/lib/notebook/run/store.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_TYPES } from "@/lib/sql/types.ts";

/** Orders with a column of most types, some of them without values. */
export const ORDERS = {
  columns: [
    column("id", "integer"),
    column("region", "text", { role: "dimension" }),
    column("price", "decimal", { unit: "USD" }),
    column("day", "date", { role: "time" }),
    column("at", "timestamp"),
    column("ok", "boolean"),
  ],
  rows: `values
    (1, 'North', 10.50, '2026-01-01', '2026-01-01T08:00Z', true),
    (2, 'South', null, '2026-01-02', '2026-01-01T23:59:59Z', false),
    (3, 'north', 9.99, null, null, null),
    (4, null, 12345678901234567890.12, '2026-01-04', '2026-01-02T00:00Z', true),
    (5, '=cmd()', -1, '2026-01-05', '2026-01-03T12:30:15Z', true)`,
};

/** Returns the key of a name. */
export function keyOf(name: string): Key {
  const parts = { kind: "sql", version: 1, setting: null, parents: [], digests: [] };
  return makeKey({ ...parts, parameters: name });
}

/** Keeps a relation that there is as the result of a name's key. */
export async function keepResult(
  database: Database,
  name: string,
  { relation, columns, kind = "sql", hidden }: {
    readonly relation: string | null;
    readonly columns: readonly ColumnSchema[];
    readonly kind?: string;
    readonly hidden?: readonly HiddenColumn[];
  },
): Promise<string> {
  const key = keyOf(name);
  const [{ rows }] = relation === null
    ? [{ rows: 0 }]
    : await database.query<{ rows: number }>(`select count(*) as rows from ${relation}`);
  await saveResult(database, {
    key,
    kind,
    kindVersion: 1,
    milliseconds: 1,
    outcome: {
      schema: { stage: "table", columns, grain: null, hidden },
      relation,
      rows,
      rejected: 0,
      facts: null,
      problems: [],
    },
  });
  return key;
}

/** Makes a table of these rows, written as SQL, and keeps it as a result. */
export async function makeResult(
  database: Database,
  name: string,
  { columns, rows, ...more }: {
    readonly columns: readonly ColumnSchema[];
    readonly rows: string;
    readonly kind?: string;
    readonly hidden?: readonly HiddenColumn[];
  },
): Promise<string> {
  const relation = `results.${quoteName(`r_${name}`)}`;
  const all = [...(more.hidden ?? []).map((one) => column(one, "integer")), ...columns];
  const types = all.map((one) => `${quoteName(one.name)} ${POSTGRES_TYPES[one.type]}`).join(", ");
  await database.query(`create table ${relation} (${types})`, [], { role: "results" });
  await database.query(`insert into ${relation} ${rows}`, [], { role: "results" });
  return await keepResult(database, name, { ...more, relation, columns });
}
