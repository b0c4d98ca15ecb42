import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { compileSelect } from "@/lib/sql/select.ts";
import { withDatabase } from "@/tests/helpers/database.ts";
import { NAMES, TABLE } from "@/tests/helpers/relation.ts";
import { compile, refusal, REGIONS, relations } from "./selected.ts";

/** What users write, and the rows it gives as text, in order. */
const QUERIES: readonly (readonly [string, readonly (readonly (string | null)[])[]])[] = [
  ["select region, units from orders order by units", [["North", "5"], [null, null]]],
  ["select o.region, manager from orders o left join regions r on r.region = o.region order by 1", [
    ["North", "Ada"],
    [null, null],
  ]],
  ["select region, units, manager from orders full join regions using (region) order by region", [
    ["North", "5", "Ada"],
    ["South", null, "Bo"],
    [null, null, null],
  ]],
  ["select * from regions where region in ${every} order by target desc limit 1", [[
    "South",
    "Bo",
    "20",
  ]]],
  ["select count(*) from orders, regions", [["4"]]],
  ["select count(*) as n from orders cross join regions where day in ${period}", [["2"]]],
  [
    "select date_trunc('month', day) as month, sum(units * price) as revenue from orders group by 1 having count(*) = 1 order by month",
    [
      ["2026-01-01", "12.5"],
      [null, null],
    ],
  ],
  [
    "select case when units > 1 then 'big' else 'small' end as size, count(*) as n from orders group by size order by size",
    [
      ["big", "1"],
      ["small", "1"],
    ],
  ],
  [
    "select region, sum(target) as t, grouping(region) as g from regions group by rollup (region) order by g, region",
    [
      ["North", "10", "0"],
      ["South", "20", "0"],
      [null, "30", "1"],
    ],
  ],
  [
    "select region, sum(target) as t from regions group by grouping sets ((region), ()) order by t",
    [
      ["North", "10"],
      ["South", "20"],
      [null, "30"],
    ],
  ],
  [
    "select region, row_number() over (order by target desc) as n, sum(target) over w as running from regions window w as (order by target rows between unbounded preceding and current row) order by region",
    [
      ["North", "2", "10"],
      ["South", "1", "30"],
    ],
  ],
  [
    "select region, target - lag(target, 1, 0) over (order by target) as step from regions order by 1",
    [
      ["North", "10"],
      ["South", "10"],
    ],
  ],
  [
    "select region, round(target / sum(target) over () * 3, 1) as share from regions where region = 'North'",
    [
      ["North", "3.0"],
    ],
  ],
  [
    "with a as (select region, target from regions), b (place, goal) as (select * from a where target > 10) select * from b union all select region, units from orders order by 2 nulls first",
    [
      [null, null],
      ["North", "5"],
      ["South", "20"],
    ],
  ],
  ["select region from regions except select region from orders", [["South"]]],
  [
    "select region from regions r where not exists (select 1 from orders o where o.region = r.region)",
    [["South"]],
  ],
  ["select region from regions where region in (select region from orders)", [["North"]]],
  [
    "select (select max(target) from regions r where r.region = o.region) as best, sum(units) as n from orders o group by region order by n",
    [
      ["10", "5"],
      [null, null],
    ],
  ],
  ["select distinct on (region) region, day from orders order by region, day desc", [[
    "North",
    "2026-01-31",
  ], [null, null]]],
  ["select distinct ok from orders order by ok", [["true"], [null]]],
  ["select a, b from (values (1, 'x'), (2.5, null)) as v (a, b) order by a", [["1", "x"], [
    "2.5",
    null,
  ]]],
  ["select g from generate_series(1, 3) as g order by g desc", [["3"], ["2"], ["1"]]],
  [
    "select d::date as day from generate_series(date '2026-01-31', date '2026-02-01', interval '1 day') as d order by 1",
    [
      ["2026-01-31"],
      ["2026-02-01"],
    ],
  ],
  ["select count(*) from generate_series(${period.from}, ${period.to}, interval '1 day') as day", [[
    "31",
  ]]],
  ["select 'B' as x union select 'a' union select 'A' order by x", [["A"], ["B"], ["a"]]],
  ["select upper(region) as r, count(*) as n from regions group by upper(region) order by r", [[
    "NORTH",
    "1",
  ], ["SOUTH", "1"]]],
  ["select x.n from (select count(*) as n from orders) as x", [["2"]]],
  ["select target from regions order by region offset 1", [["20"]]],
  ["select target from regions order by region fetch first 1 rows with ties", [["10"]]],
];

Deno.test("compileSelect() gives the rows and the types that it says", async () => {
  await withDatabase((database) =>
    database.transaction(async (session) => {
      for (const statement of [...TABLE, ...REGIONS]) await session.query(statement);
      for (const [text, expected] of QUERIES) {
        const { sql, parameters, columns } = compile(text);
        const list = columns.map(({ name }) => `"${name}"::text`).join(", ");
        const rows = await session.columns(`select ${list} from (${sql}) as one`, [...parameters]);
        const values = Array.from({ length: rows.length }, (_, row) =>
          rows.columns.map(({ values }) => values[row]));
        assertEquals([text, values], [text, expected]);
        await session.query(`create temp table made as ${sql}`, [...parameters]);
        const made = await session.query<{ name: string; type: string; collation: string | null }>(
          `select attname as name, format_type(atttypid, null) as type, collname as collation
            from pg_attribute left join pg_collation on pg_collation.oid = attcollation
            where attrelid = 'made'::regclass and attnum > 0 order by attnum`,
        );
        await session.query("drop table made");
        // Every text column that leaves a cell orders by its bytes.
        assertEquals(
          [text, made.map(({ name, type, collation }) => [name, type, collation])],
          [
            text,
            columns.map(({ name, type }) => [name, NAMES[type], type === "text" ? "C" : null]),
          ],
        );
      }
    })
  );
});

Deno.test("compileSelect() prints what compiles to itself again", () => {
  const named = new Map(
    [...relations].map(([name, { columns }]) => [name, { relation: `"${name}"`, columns }]),
  );
  // What a full join merges comes back as an expression: it is no column of one table.
  for (const [text] of QUERIES.filter(([text]) => !/\$|full join/.test(text))) {
    const first = compileSelect(text, named);
    const second = compileSelect(first.sql, named);
    assertEquals([second.sql, second.columns], [first.sql, first.columns]);
  }
});

Deno.test("compileSelect() carries roles and units along, and names the cells it reads", () => {
  const { columns, from } = compile(
    "select day, region, price * units as revenue, target from orders join regions using (region)",
  );
  assertEquals(from, ["orders", "regions"]);
  assertEquals(columns.map(({ name, role, unit }) => [name, role, unit]), [
    ["day", "time", null],
    ["region", "dimension", null],
    ["revenue", null, "USD"],
    ["target", null, "USD"],
  ]);
});

Deno.test("compileSelect() warns of a limit without an order, and of tables without a condition", () => {
  assertEquals(compile("select count(*) from orders, regions").warnings.length, 1);
  assertEquals(compile("select count(*) from orders cross join regions").warnings, []);
  assertEquals(compile("select * from orders limit 3").warnings.length, 1);
  assertEquals(compile("select * from orders order by day limit 3").warnings, []);
});

Deno.test("compileSelect() tells code, place and remedy of what is wrong", async (t) => {
  const cases: [string, string, number, string | null][] = [
    ["select * from oders", "MISSING_COLUMN", 15, `Did you mean "orders"?`],
    ["select regoin from orders", "MISSING_COLUMN", 8, `Did you mean "region"?`],
    [
      "select region from orders, regions",
      "MISSING_COLUMN",
      8,
      "Write the table before it, as in orders.id",
    ],
    [
      "select price from orders group by region",
      "BAD_EXPRESSION",
      8,
      "Add it to GROUP BY, or write max(orders.price)",
    ],
    [
      "select units, units from orders",
      "BAD_EXPRESSION",
      8,
      "Write … as another_name after one of them",
    ],
    ["select units + 1 from orders", "BAD_EXPRESSION", 8, "Write … as name after it"],
    ["select * from (select 1 as a)", "BAD_EXPRESSION", 23, "Write (select …) as name"],
    [
      "select rank() over () as r from orders",
      "BAD_EXPRESSION",
      8,
      "Write over (order by …): without it the result differs from run to run",
    ],
    ["select units from orders order by 2", "BAD_EXPRESSION", 35, "SELECT has 1 columns"],
    [
      "select region from orders where sum(units) > 1",
      "BAD_EXPRESSION",
      33,
      "An aggregate belongs into the list after SELECT, HAVING or ORDER BY",
    ],
  ];
  for (const [text, code, position, remedy] of cases) {
    await t.step(text, () => {
      const [problem] = refusal(text).problems;
      assertEquals([problem.code, problem.place, problem.remedy], [code, {
        line: 1,
        column: position,
      }, remedy]);
    });
  }
});

Deno.test("compileSelect() survives the longest chains that it lets through", () => {
  for (
    const text of [
      "select 1" + " + 1".repeat(3_990) + " as a",
      "select 1 as a" + " union select 1 as a".repeat(1_500),
      "select " + "not ".repeat(7_900) + "true as a",
    ]
  ) {
    try {
      compile(text);
    } catch (error) {
      assertEquals(error instanceof AppError, true, String(error));
    }
    assertEquals(compile("select 1 as a").sql, `select 1::int8 as "a"`);
  }
});

Deno.test("compileSelect() refuses a SELECT whose values would have to be cast", () => {
  const error = refusal("select region from regions where target in (select units from orders)");
  assertEquals(error.code, "WRONG_TYPE");
  assertEquals(
    error.message,
    "Cannot compare a value of type decimal with a SELECT of integer",
  );
});
