import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import {
  AGGREGATES,
  DATE_FIELDS,
  FUNCTIONS,
  TRUNCATIONS,
  WINDOW_FUNCTIONS,
} from "@/lib/sql/call/functions.ts";
import { compileSelect } from "@/lib/sql/select.ts";
import type { Signature } from "@/lib/sql/call/signature.ts";
import { withDatabase } from "@/tests/helpers/database.ts";
import { columns, NAMES, TABLE } from "@/tests/helpers/relation.ts";

const ARGUMENTS: Readonly<Record<string, string>> = {
  integer: "units",
  int4: "2",
  decimal: "price",
  float: "ratio",
  boolean: "ok",
  date: "day",
  time: "clock",
  timestamp: "at",
  text: "region",
  interval: "(at - day)",
  any: "region",
};

/** A call of this signature; what an interval gives is told by its seconds. */
function writeCall({ name, takes, gives }: Signature, over = ""): string {
  const list = takes.map((type, index) =>
    name === "date_trunc" && index === 0 ? "'day'" : ARGUMENTS[type]
  );
  const call = `${name}(${list.join(name === "position" ? " in " : ", ")})${over}`;
  return gives === "interval" ? `extract(epoch from ${call})` : call;
}

/** Asks Postgres for the type of each over a row of NULLs, and compares it with ours. */
async function compareTypes(database: Database, calls: readonly string[]): Promise<void> {
  await database.transaction(async (session) => {
    for (const statement of TABLE) await session.query(statement);
    const relations = new Map([["orders", { relation: "orders", columns }]]);
    for (const call of calls) {
      const { sql, columns: [{ type }] } = compileSelect(
        `select ${call} as x from orders where units is null`,
        relations,
      );
      const typeOf = `select pg_typeof(x)::text as name from (${sql} limit 1) as one`;
      const [{ name }] = await session.query<{ name: string }>(typeOf);
      assertEquals([call, name], [call, NAMES[type]]);
    }
  });
}

Deno.test("FUNCTIONS give the types that Postgres gives", async () => {
  const calls = [...FUNCTIONS.values()].flat().map((signature) => writeCall(signature));
  await withDatabase((database) => compareTypes(database, calls));
});

Deno.test("AGGREGATES give the types that Postgres gives, alone and over a window", async () => {
  const signatures = [...AGGREGATES.values()].flat();
  const windowed = signatures.filter(({ name }) => name !== "string_agg");
  const sorted = ["units", "price", "day", "region"].flatMap((column) => [
    `percentile_disc(0.5) within group (order by ${column})`,
    `mode() within group (order by ${column})`,
  ]);
  const calls = [
    ...signatures.map((signature) => writeCall(signature)),
    ...windowed.map((signature) => writeCall(signature, " over (order by day)")),
    ...sorted,
    ...[
      "median(units)",
      "median(price)",
      "percentile_cont(0.9) within group (order by ratio desc)",
    ],
    "extract(epoch from median(at - day))",
    "count(*)",
  ];
  await withDatabase((database) => compareTypes(database, calls));
});

Deno.test("WINDOW_FUNCTIONS give the types that Postgres gives", async () => {
  const calls = [...WINDOW_FUNCTIONS.values()].flat()
    .map((signature) => writeCall(signature, " over (order by day)"));
  await withDatabase((database) => compareTypes(database, calls));
});

Deno.test("DATE_FIELDS and TRUNCATIONS are known to Postgres", async () => {
  const calls = [...DATE_FIELDS.keys()].flatMap((field) => [
    `extract(${field} from day)`,
    `date_part('${field}', at)`,
  ]).concat([...TRUNCATIONS].map((unit) => `date_trunc('${unit}', day)`));
  await withDatabase((database) => compareTypes(database, calls));
});

Deno.test("FUNCTIONS are all immutable in Postgres, but for what UTC settles", async () => {
  // Stable ones read the time zone or the locale, which are the same in every session;
  // length is stable for bytes in an encoding, which expressions cannot have.
  const settled = [
    "concat",
    "concat_ws",
    "to_char",
    "to_date",
    "to_timestamp",
    "date_trunc",
    "make_timestamptz",
    "age",
    "length",
    "to_number",
  ];
  const names = [...FUNCTIONS.keys(), ...AGGREGATES.keys()];
  await withDatabase(async (database) => {
    const found = await database.query<{ name: string }>(
      `select distinct proname as name from pg_proc where provolatile <> 'i' and proname = any($1) order by 1`,
      [names],
    );
    assertEquals(found.map(({ name }) => name).filter((name) => !settled.includes(name)), []);
  });
});

Deno.test("FUNCTIONS, AGGREGATES and WINDOW_FUNCTIONS are in the documentation", async () => {
  const text = await Deno.readTextFile(new URL("../../../../docs/expressions.md", import.meta.url));
  const names = [...FUNCTIONS.keys(), ...AGGREGATES.keys(), ...WINDOW_FUNCTIONS.keys()];
  assertEquals(names.filter((name) => !text.includes("`" + name + "`")), []);
});
