import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { StatementError } from "@/lib/db/statement_error.ts";
import { AppError } from "@/lib/errors.ts";
import { column } from "@/lib/frame/schema.ts";
import { compileExpression, type Scope } from "@/lib/sql/expression.ts";
import { withDatabase } from "../../helpers/database.ts";
import { columns, NAMES, parameters, TABLE } from "../../helpers/relation.ts";

const scope: Scope = { columns, parameters };

function compile(text: string, more: Partial<Scope> = {}) {
  return compileExpression(text, { ...scope, ...more }, { aggregates: "allowed" });
}

function refusal(text: string, more: Partial<Scope> = {}): AppError {
  try {
    compile(text, more);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Cannot find a refusal of: current value is ${text.slice(0, 60)}`);
}

/** Computes each over the two rows of the table; text shows a value of any type. */
async function assertValues(cases: readonly (readonly [string, readonly unknown[]])[]) {
  await withDatabase((database) =>
    database.transaction(async (session) => {
      for (const statement of TABLE) await session.query(statement);
      for (const [text, expected] of cases) {
        const { sql, parameters } = compile(text);
        const rows = await session.query<{ value: unknown }>(
          `select (${sql})::text as value from orders`,
          [...parameters],
        );
        assertEquals([text, rows.map(({ value }) => value)], [text, expected]);
      }
    })
  );
}

Deno.test("compileExpression() computes what analysts expect", async () => {
  // The first row is 5, 2.5, 0.5, true, 2026-01-31, 10:00, 2026-01-31 10:00, North; the second all NULL.
  await assertValues([
    ["units * price", ["12.5", null]],
    ["round(7 / 2, 1)", ["3.5", "3.5"]],
    ["units / 0", [null, null]],
    ["price / (units - 5)", [null, null]],
    ["units % 0", [null, null]],
    ["mod(units, 3)", ["2", null]],
    ["100000 * 100000", ["10000000000", "10000000000"]],
    ["-units + 7", ["2", null]],
    ["2 ^ 10 = 1024", ["true", "true"]],
    ["ratio % 0.3", ["0.2", null]],
    ["coalesce(price, 0) + 1", ["3.5", "1"]],
    ["case region when 'North' then 1 else 2.5 end", ["1", "2.5"]],
    ["region || '-' || units", ["North-5", null]],
    ["upper('é')", ["É", "É"]],
    ["lower('É')", ["é", "é"]],
    ["region < 'a'", ["true", null]],
    ["greatest('a', 'B')", ["a", "a"]],
    ["date_trunc('month', day)", ["2026-01-01", null]],
    ["day + 1", ["2026-02-01", null]],
    ["day - '2026-01-01'", ["30", null]],
    ["extract(epoch from at - day) / 3600 = 10", ["true", null]],
    ["extract(isodow from day)", ["6", null]],
    ["at at time zone 'Europe/Berlin' = '2026-01-31 11:00'", ["true", null]],
    ["day > '2026-01-01'", ["true", null]],
    ["units between 1 and 5", ["true", null]],
    ["region ilike 'nor%'", ["true", null]],
    ["region ~ '^N'", ["true", null]],
    ["'É' ilike 'é%' and 'É' ~* 'é' and 'É' not like 'é'", ["true", "true"]],
    // Two rules of order in one expression would be refused by Postgres.
    ["coalesce(upper(region), greatest('a', lower(region))) || lower('B')", ["NORTHb", "ab"]],
    ["'C:\\temp' = E'C:\\\\temp'", ["true", "true"]],
    ["ok is not true", ["false", "true"]],
    ["units is distinct from 5", ["false", "true"]],
    ["trim(both 'N' from region)", ["orth", null]],
    ["position('r' in region)", ["3", null]],
    ["'5'::integer + 1", ["6", "6"]],
    ["cast(price as integer)", ["3", null]],
    ["round(ratio, 0) + 1", ["2", null]],
    ["ok::integer", ["1", null]],
  ]);
});

Deno.test("compileExpression() takes parameters as typed values", async () => {
  await assertValues([
    ["day in ${period}", ["true", null]],
    // 10:00 of the last day is in it: both days are, whole.
    ["at in ${period}", ["true", null]],
    ["day in ${before}", ["false", null]],
    ["day not in ${before}", ["true", null]],
    ["day between ${period.from} and ${period.to}", ["true", null]],
    ["region = ${every}", ["true", "true"]],
    ["region <> ${every}", ["true", "true"]],
    ["region in ${every}", ["true", "true"]],
    ["not (region = ${every})", ["true", "true"]],
    ["day between ${every.from} and ${every.to}", ["true", "true"]],
    ["region = ${north}", ["true", null]],
    ["units = ${five}", ["true", null]],
    ["region in ${regions}", ["true", null]],
    ["region in (${north}, 'South')", ["true", null]],
    ["region in ${nothing}", ["false", "false"]],
    ["units * ${three}", ["15", null]],
    ["units * ${half}", ["2.5", null]],
    ["day > ${first}", ["true", null]],
    ["ok = ${yes}", ["true", null]],
    ["${sly}", ["'; drop table orders; --", "'; drop table orders; --"]],
    ["coalesce(${north}, 'x')", ["North", "North"]],
  ]);
});

Deno.test("compileExpression() never prints a parameter's value", () => {
  for (
    const text of [
      "region = ${sly}",
      "region = ${north}",
      "region in ${regions}",
      "units > ${three}",
      "concat(${north})",
    ]
  ) {
    const { sql } = compile(text);
    assertEquals(/North|drop|Hara|3/.test(sql), false, sql);
  }
  const { sql, parameters } = compile("region = ${sly} or region = ${sly}", { firstParameter: 7 });
  assertEquals(sql, `(("region" = $7::text) or ("region" = $7::text))`);
  assertEquals(parameters, ["'; drop table orders; --"]);
});

Deno.test("compileExpression() computes aggregates", async () => {
  await assertValues([
    ["sum(units)", ["5"]],
    ["count(*)", ["2"]],
    ["count(units)", ["1"]],
    ["count(distinct region)", ["1"]],
    ["sum(price) filter (where not ok)", [null]],
    ["median(price)", ["2.5"]],
    ["percentile_cont(0.9) within group (order by units desc)", ["5"]],
    ["string_agg(region, ', ')", ["North"]],
    ["sum(units) / count(*) = 2.5", ["true"]],
    ["min(region)", ["North"]],
    ["bool_and(ok)", ["true"]],
  ].map(([text, values]) => [text as string, values as unknown[]]));
});

Deno.test("compileExpression() tells which aggregates add up, and their units", async (t) => {
  const cases: [string, string, string | null][] = [
    ["sum(price)", "additive", "USD"],
    ["count(*)", "additive", null],
    ["sum(price) - sum(units)", "additive", "USD"],
    ["sum(price) / 1000", "additive", "USD"],
    ["2 * sum(price)", "additive", "USD"],
    ["coalesce(sum(price), 0)", "additive", "USD"],
    ["sum(price) + 1", "non_additive", "USD"],
    ["sum(price) * sum(units)", "non_additive", "USD"],
    ["sum(price) / count(*)", "non_additive", "USD"],
    ["sum(price) / sum(price)", "non_additive", null],
    ["avg(price)", "non_additive", "USD"],
    ["median(price)", "non_additive", "USD"],
    ["count(distinct region)", "non_additive", null],
    ["sum(distinct price)", "non_additive", "USD"],
    ["max(price)", "non_additive", "USD"],
    ["round(sum(price), 1)", "non_additive", "USD"],
    ["sum(stock)", "semi_additive", null],
    ["sum(share)", "non_additive", null],
  ];
  const more = [
    ...columns,
    column("stock", "integer", { additivity: "semi_additive" }),
    column("share", "float", { additivity: "non_additive" }),
  ];
  for (const [text, additivity, unit] of cases) {
    await t.step(text, () => {
      const found = compile(text, { columns: more });
      assertEquals([found.additivity, found.unit], [additivity, unit]);
    });
  }
});

Deno.test("compileExpression() tells the two sums that a ratio is made of", async (t) => {
  const [price, rows] = [`sum("price")`, "count(*)"];
  const cases: [string, [string, string] | null][] = [
    ["sum(price) / count(*)", [price, rows]],
    ["sum(price) / nullif(count(*), 0)", [price, "nullif(count(*), 0::int8)"]],
    ["100 * sum(price) / count(*)", [`(100::int8 * ${price})`, rows]],
    ["100 * (sum(price) / count(*))", [`(${price} * 100::int8)`, rows]],
    ["sum(price) / count(*) * 100", [`(${price} * 100::int8)`, rows]],
    ["sum(price) / count(*) / 2", [price, "(count(*) * 2::int8)"]],
    ["round(sum(price) / count(*), 2)", [price, rows]],
    ["coalesce(sum(price) / count(*), 0)", [price, rows]],
    ["avg(price)", [price, `count("price")`]],
    ["avg(price) filter (where ok)", [
      `${price} filter (where "ok")`,
      `count("price") filter (where "ok")`,
    ]],
    ["sum(price)", null],
    ["avg(distinct price)", null],
    ["sum(price) / count(distinct region)", null],
    ["sum(price) / count(*) + 1", null],
    ["median(price)", null],
    ["max(price)", null],
  ];
  for (const [text, expected] of cases) {
    await t.step(text, () => {
      const { ratio } = compile(text);
      assertEquals(ratio && [ratio.numerator, ratio.denominator], expected);
    });
  }
});

Deno.test("compileExpression() warns of a sum of what does not add up, and of two units", () => {
  const more = [
    column("share", "float", { additivity: "non_additive" }),
    column("a", "decimal", { unit: "USD" }),
    column("b", "decimal", { unit: "EUR" }),
  ];
  assertEquals(compile("sum(share)", { columns: more }).warnings.length, 1);
  assertEquals(compile("a + b", { columns: more }).warnings.length, 1);
  assertEquals(compile("a + a", { columns: more }).warnings, []);
});

Deno.test("compileExpression() computes measures of measures anew", () => {
  const measures = new Map([
    ["units", "sum(units)"],
    ["orders", "count(*)"],
    ["average", "units / orders"],
    ["again", "again + 1"],
    ["here", "there"],
    ["there", "here"],
  ]);
  // Inside of an aggregate a name is a column, outside a measure.
  assertEquals(
    compile("average", { measures }).sql,
    `(sum("units")::int8::numeric / nullif(count(*), 0::int8))`,
  );
  assertEquals(compile("average", { measures }).columns, ["units"]);
  assertEquals(/from itself/.test(refusal("again", { measures }).message), true);
  assertEquals(/from itself/.test(refusal("here", { measures }).message), true);
});

Deno.test("compileExpression() names the measures of a cycle", () => {
  const measures = new Map([["m", "n + 1"], ["n", "k * 2"], ["k", "n - 1"], [
    "units",
    "sum(units)",
  ]]);
  const message = "Cannot compute a measure from itself: current value is n from k from n";
  assertEquals(refusal("m", { measures }).message, message);
  assertEquals(
    refusal("n - 1", { measures, measure: "k" }).message.endsWith("k from n from k"),
    true,
  );
  assertEquals(refusal("k + 1", { measures, measure: "k" }).message.endsWith("k from k"), true);
  // The name of a column is that column in its own measure.
  assertEquals(compile("sum(units)", { measures, measure: "units" }).columns, ["units"]);
});

Deno.test("compileExpression() does not double without end", () => {
  const names = Array.from({ length: 40 }, (_, index) => `m${index}`);
  const measures = new Map(
    names.map((name, index) => [name, index === 0 ? "count(*)" : `m${index - 1} + m${index - 1}`]),
  );
  assertEquals(/so many others/.test(refusal("m39", { measures }).message), true);
});

Deno.test("compileExpression() tells code, place and remedy of what is wrong", async (t) => {
  const cases: [string, string, number, string | null][] = [
    ["1 + regoin", "MISSING_COLUMN", 5, `Did you mean "region"?`],
    ['region = "North"', "MISSING_COLUMN", 10, "A text stands in single quotes: 'North'"],
    ["uppr(region)", "BAD_EXPRESSION", 1, `Did you mean "upper"?`],
    ["units + region", "WRONG_TYPE", 7, "Join texts with ||, or cast a text to a number"],
    ["day > '2026-02-30'", "WRONG_TYPE", 5, "Write it as in '2026-01-31'"],
    ["units > ${thre}", "BAD_PARAMETER", 10, `Did you mean "three"?`],
    ["units in ${period}", "WRONG_TYPE", 7, "Use a column of type date or timestamp"],
    [
      "upper(${every})",
      "WRONG_TYPE",
      8,
      "It stands alone on one side of a condition, as in region = ${region}",
    ],
    ["units = ${north}", "WRONG_TYPE", 7, "Write it as in '12'"],
    ["sum(units) + units", "BAD_EXPRESSION", 1, `Put it into an aggregate too, as in max("units")`],
    ["day - at", "WRONG_TYPE", 1, "Write extract(epoch from …) / 86400 for its days"],
    ["date_trunc('mnth', day)", "BAD_EXPRESSION", 12, `Did you mean "month"?`],
  ];
  for (const [text, code, position, remedy] of cases) {
    await t.step(text, () => {
      const [problem] = refusal(text).problems;
      const expected = { code, place: { line: 1, column: position }, remedy };
      const { place } = problem;
      assertEquals({
        code: problem.code,
        place,
        remedy: problem.remedy?.replaceAll("max(units)", `max("units")`) ?? null,
      }, expected);
    });
  }
});

Deno.test("compileExpression() keeps aggregates where they belong", () => {
  const forbidden = () => compileExpression("sum(units)", scope);
  const required = () => compileExpression("units", scope, { aggregates: "required" });
  for (const call of [forbidden, required, () => compile("sum(sum(units))")]) {
    try {
      call();
      assertEquals("a refusal", null);
    } catch (error) {
      assertEquals(error instanceof AppError && error.code, "BAD_EXPRESSION");
    }
  }
});

Deno.test("compileExpression() refuses what could harm, leak or differ from run to run", async (t) => {
  const attacks = [
    ...[
      "1; drop table orders",
      "1) from pg_class; --",
      "units from orders",
      "units into x",
      "*",
      "orders.*",
    ],
    ...[
      "pg_read_file('/etc/passwd')",
      "pg_sleep(10)",
      "set_config('role', 'x', false)",
      "current_setting('x')",
    ],
    ...[
      "query_to_xml('select 1', true, true, '')",
      "dblink('x', 'y')",
      "lo_import('/etc/passwd')",
      "pg_ls_dir('.')",
    ],
    ...[
      "pg_catalog.pg_sleep(1)",
      "pg_catalog.lower(region)",
      "public.evil(units)",
      "version()",
      "inet_server_addr()",
    ],
    ...[
      "now()",
      "current_date",
      "current_timestamp",
      "localtime",
      "current_user",
      "session_user",
      "current_catalog",
    ],
    ...[
      "random()",
      "gen_random_uuid()",
      "nextval('s')",
      "clock_timestamp()",
      "'now'::timestamp",
      "date 'today'",
    ],
    ...[
      "timestamp 'tomorrow'",
      "'infinity'::date",
      "'allballs'::time",
      "cast('yesterday' as date)",
    ],
    ...[
      "'pg_class'::regclass",
      "'lower'::regproc",
      "'x'::refcursor",
      "'x'::xml",
      "'{}'::json",
      "'x'::public.evil",
    ],
    ...["'{1}'::int[]", "region::varchar(3)", "region::char(1)", "units::name", "units::oid"],
    ...["units operator(pg_catalog.+) 1", "units <-> 1", "units & 1", "@ units", "|/ units"],
    ...[
      "(select 1)",
      "exists (select 1)",
      "units in (select 1)",
      "array[1]",
      "row(1, 2)",
      "(orders).units",
    ],
    ...[
      "units = any(array[1])",
      "units[1]",
      "xmlelement(name x)",
      "json_object('a': 1)",
      "current of c",
    ],
    ...[
      'region collate "en_US"',
      'region collate pg_catalog."de"',
      "a.b.c",
      "orders.units",
      "pg_class.oid",
    ],
    ...[
      "repeat(region, 1000000000)",
      "repeat(repeat('x', 1000), 1000)",
      "lpad('x', units)",
      "rpad('x', 2000)",
    ],
    ...[
      "generate_series(1, 10)",
      "unnest('{1}')",
      "lower(variadic region)",
      "sum(units order by units)",
    ],
    ...[
      "lower(distinct region)",
      "lower(region) filter (where ok)",
      "row_number() over ()",
      "sum(units) over ()",
    ],
    ...[
      "units as other",
      "default",
      "grouping(units)",
      "factorial(20)",
      "units!",
      "f(x => 1)",
      "lower(region, region)",
    ],
    ...[
      "at at time zone region",
      "at at time zone 'Mars/Base'",
      "count(distinct *)",
      "sum(*)",
      "9".repeat(500),
    ],
    ...[
      '"units""; drop table orders"',
      'U&"\\0075nits" + U&"x"',
      "b'101'",
      "x'1F'",
      "",
      " ",
      "--",
      ";",
    ],
  ];
  for (const attack of attacks) {
    await t.step(attack.slice(0, 60), () => {
      assertEquals(refusal(attack).problems.length, 1);
    });
  }
});

Deno.test("compileExpression() reads quoted names and prints them safely", () => {
  const strange = [
    column(`a"b`, "integer"),
    column("Order Date", "date"),
    column("select", "text"),
  ];
  assertEquals(compile(`"a""b" + 1`, { columns: strange }).sql, `("a""b" + 1::int8)`);
  assertEquals(compile(`"Order Date" + 1`, { columns: strange }).sql, `("Order Date" + 1::int4)`);
  assertEquals(compile(`"select"`, { columns: strange, relation: "t" }).sql, `"t"."select"`);
});

/** Expressions of every shape, well typed or not. */
const { expression } = fc.letrec((tie) => {
  const inner = tie("expression") as fc.Arbitrary<string>;
  const leaf = fc.constantFrom(
    "units",
    "price",
    "ratio",
    "ok",
    "day",
    "clock",
    "at",
    "region",
    "1",
    "0",
    "-2.5",
    "'x'",
    "'2026-01-01'",
    "null",
    "true",
    "interval '1 day'",
    "3000000000",
    "'a\\b''c'",
    `"units"`,
  );
  const pick = (...words: string[]) => fc.constantFrom(...words);
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.tuple(
        inner,
        pick(
          "+",
          "-",
          "*",
          "/",
          "%",
          "^",
          "||",
          "=",
          "<>",
          "<",
          "and",
          "or",
          "like",
          "ilike",
          "~",
          "is distinct from",
        ),
        inner,
      )
        .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
      fc.tuple(
        pick(
          "lower",
          "upper",
          "length",
          "round",
          "abs",
          "floor",
          "sqrt",
          "ln",
          "sum",
          "min",
          "max",
          "avg",
          "count",
          "median",
          "string_agg",
          "concat",
          "to_char",
          "trim",
          "date",
          "mod",
          "power",
          "left",
        ),
        fc.array(inner, { minLength: 1, maxLength: 2 }),
      )
        .map(([name, list]) => `${name}(${list.join(", ")})`),
      fc.tuple(
        inner,
        pick(
          "integer",
          "decimal",
          "numeric(10, 2)",
          "float",
          "text",
          "date",
          "timestamp",
          "time",
          "boolean",
        ),
      )
        .map(([part, type]) => `cast(${part} as ${type})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `case when ${a} then ${b} else ${c} end`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${`(${a})`} between (${b}) and (${c})`),
      fc.tuple(inner, inner).map(([a, b]) => `(${a}) in (${b}, ${a})`),
      fc.tuple(pick("coalesce", "nullif", "greatest", "least"), inner, inner).map(([name, a, b]) =>
        `${name}(${a}, ${b})`
      ),
      fc.tuple(
        pick("extract(year from", "extract(hour from", "date_trunc('month',", "not (", "- ("),
        inner,
      ).map(([start, a]) => `${start} ${a})`),
      fc.tuple(
        inner,
        pick(
          "is null",
          "is not null",
          "is true",
          "is not false",
          "at time zone 'Europe/Berlin'",
          'collate "C"',
        ),
      ).map(([a, words]) => `(${a}) ${words}`),
      fc.tuple(inner, inner).map(([a, b]) => `sum(${a}) filter (where ${b})`),
    ),
  };
}) as { expression: fc.Arbitrary<string> };

/** Expressions that are well typed: all of them compile. */
const { any: wellTyped } = fc.letrec((tie) => {
  const [number, text, truth, day, moment] = ["number", "text", "truth", "day", "moment"]
    .map((name) => tie(name) as fc.Arbitrary<string>);
  const words = (pattern: string, ...parts: fc.Arbitrary<string>[]) =>
    fc.tuple(...parts).map((list) =>
      list.reduce((text, part) => text.replace("?", () => `(${part})`), pattern)
    );
  const depth = { depthSize: "small", withCrossShrink: true } as const;
  return {
    any: fc.oneof(number, text, truth, day, moment),
    number: fc.oneof(
      depth,
      fc.constantFrom("units", "price", "ratio", "7", "0", "-2.5", "3000000000"),
      ...["+", "-", "*", "/", "%"].map((sign) => words(`? ${sign} ?`, number, number)),
      words("- ?", number),
      words("round(?, 2)", number),
      words("abs(?)", number),
      words("coalesce(?, ?, 0)", number, number),
      words("case when ? then ? else ? end", truth, number, number),
      words("greatest(?, ?)", number, number),
      words("nullif(?, ?)", number, number),
      words("length(?)", text),
      words("extract(quarter from ?)", moment),
      words("? - ?", day, day),
      words("cast(? as integer)", number),
      words("position('a' in ?)", text),
      words("power(?, 2)", number),
    ),
    text: fc.oneof(
      depth,
      fc.constantFrom("region", "'a\\b''c'", "'North'"),
      words("? || ?", text, text),
      words("? || ?", text, number),
      words("upper(?)", text),
      words("lower(?)", text),
      words("coalesce(?, ?)", text, text),
      words("least(?, 'x', ?)", text, text),
      words("case ? when ? then ? end", text, text, text),
      words("left(?, 3)", text),
      words("concat(?, ?, null)", moment, truth),
      words("regexp_replace(?, 'a', ?)", text, text),
      words("cast(? as text)", number),
      words("to_char(?, 'YYYY')", day),
      words("nullif(?, ?)", text, text),
    ),
    truth: fc.oneof(
      depth,
      fc.constantFrom("ok", "true", "null"),
      ...["=", "<", ">=", "<>", "is distinct from"].map((sign) =>
        words(`? ${sign} ?`, number, number)
      ),
      ...["=", "<", ">=", "like", "ilike", "~*"].map((sign) => words(`? ${sign} ?`, text, text)),
      words("? and ?", truth, truth),
      words("? or not ?", truth, truth),
      words("? between ? and ?", text, text, text),
      words("? in (?, 'x')", text, text),
      words("? is null", text),
      words("? < ?", day, moment),
      words("? is not true", truth),
    ),
    day: fc.oneof(
      depth,
      fc.constantFrom("day", "date '2026-01-01'", "cast(region as date)"),
      words("? + 3", day),
      words("date_trunc('week', ?)", day),
      words("cast(? as date)", moment),
      words("least(?, '2026-05-01', ?)", day, day),
    ),
    moment: fc.oneof(
      depth,
      fc.constantFrom("at", "timestamp '2026-01-01 10:00'"),
      words("? + interval '2 hours'", day),
      words("? - interval '1 month' * ?", moment, number),
      words("date_trunc('hour', ?)", moment),
      words("? at time zone 'Europe/Berlin'", moment),
      words("coalesce(?, ?)", day, moment),
      words("? + (? - ?)", moment, moment, day),
    ),
  };
}) as { any: fc.Arbitrary<string> };

Deno.test("compileExpression() compiles all that is well typed, to what compiles to itself again", () => {
  fc.assert(
    fc.property(wellTyped, (text) => {
      const first = compile(text);
      const second = compile(first.sql);
      assertEquals([second.sql, second.type], [first.sql, first.type]);
    }),
    // A divisor that is cast is still known not to be zero.
    { numRuns: 600, examples: [["floor(mod(-2.5, 1))"]] },
  );
});

Deno.test("compileExpression() prints what compiles to itself again", () => {
  let compiled = 0;
  fc.assert(
    fc.property(expression, (text) => {
      let first;
      try {
        first = compile(text);
      } catch (error) {
        assertEquals(error instanceof AppError, true, String(error));
        return;
      }
      compiled++;
      const second = compile(first.sql);
      assertEquals([second.sql, second.type], [first.sql, first.type]);
    }),
    { numRuns: 600 },
  );
  assertEquals(compiled > 30, true, `only ${compiled} compiled`);
});

Deno.test("compileExpression() refuses garbage with an AppError and nothing else", () => {
  const word = fc.constantFrom(
    "(",
    ")",
    "'",
    '"',
    "${period}",
    "${",
    "$",
    "--",
    "/*",
    "*/",
    ";",
    "::",
    "in",
    "select",
    "from",
    "units",
    "E'",
    "\\",
    "\0",
    "é",
    "😀",
    "\ud800",
    ",",
    "over",
    "filter",
    "case",
    "when",
    "end",
    "null",
    "[",
    "]",
    "1",
    "=",
    "interval",
    "U&",
    "$$",
    "\n",
  );
  const garbage = fc.oneof(
    fc.array(word, { maxLength: 20 }).map((words) => words.join(" ")),
    fc.array(word).map((words) => words.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(garbage, (text) => {
      try {
        compile(text);
      } catch (error) {
        assertEquals(error instanceof AppError, true, String(error));
      }
    }),
    { numRuns: 600 },
  );
});

Deno.test("compileExpression() prints only what Postgres accepts and types alike", async () => {
  const samples = [
    ...fc.sample(expression, { numRuns: 1_000, seed: 7 }),
    ...fc.sample(wellTyped, { numRuns: 300, seed: 7 }),
  ];
  await withDatabase((database) =>
    database.transaction(async (session) => {
      for (const statement of TABLE) await session.query(statement);
      for (const text of new Set(samples)) {
        let compiled;
        try {
          compiled = compile(text);
        } catch {
          continue;
        }
        const { sql, type } = compiled;
        // Nothing is computed but constants, which may be wrong as values (class 22).
        await session.query("savepoint one");
        try {
          const [{ name }] = await session.query<{ name: string }>(
            `select pg_typeof((select ${sql} from orders limit 0))::text as name`,
          );
          assertEquals([text, name], [text, NAMES[type]]);
        } catch (error) {
          if (!(error instanceof StatementError)) throw error;
          const { code, message } = error.cause as { code: string; message: string };
          assertEquals([text, code.slice(0, 2)], [text, "22"], `${message}: ${sql}`);
          await session.query("rollback to savepoint one");
        }
      }
    })
  );
});
