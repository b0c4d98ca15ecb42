/**
 * Makes up expressions.
 *
 * @module
 */
import fc from "fast-check";

/** Expressions of every shape, well typed or not. */
export const { expression } = fc.letrec((tie) => {
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
export const { any: wellTyped } = fc.letrec((tie) => {
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
