import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import fc from "fast-check";
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import { type Column, columnOf, type Frame, type Value, valueAt } from "@/lib/frame/frame.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { openDataFrame } from "@/lib/frame/data_frame.ts";

/** Names that break danfojs, JavaScript objects, or joined keys. */
const NAMES =
  "sum query shape __proto__ constructor index columns values key left_row right_row c1 c0"
    .split(" ").concat("", " ", "a-b", 'x"y', "Ünit €");

const VALUES: Readonly<Record<ColumnType, fc.Arbitrary<Value>>> = {
  integer: fc.oneof(fc.integer(), fc.constantFrom(0, -0, 2 ** 53 - 1, null)),
  decimal: fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0.1 + 0.2, null)),
  float: fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(Infinity, 1e-300, null)),
  boolean: fc.constantFrom(true, false, null),
  date: fc.constantFrom("2024-02-29", "1970-01-01", "2026-12-31", null),
  time: fc.constantFrom("00:00:00", "23:59:59", null),
  timestamp: fc.constantFrom("2026-03-29T01:30:00Z", "2026-10-25T00:59:59.5Z", null),
  text: fc.oneof(fc.string(), fc.constantFrom("NaN", "null", "x-y", "", "1", "undefined", null)),
};

const TYPES = Object.keys(VALUES) as ColumnType[]; // the keys of a record of column types

function columnArbitrary(name: string, type: ColumnType, length: number): fc.Arbitrary<Column> {
  return fc.array(VALUES[type], { minLength: length, maxLength: length })
    .map((values) => columnOf(name, type, values));
}

const frames: fc.Arbitrary<Frame> = fc.tuple(
  fc.integer({ min: 0, max: 8 }),
  fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 }),
).chain(([length, names]) =>
  fc.tuple(
    ...names.map((name) =>
      fc.constantFrom(...TYPES).chain((type) => columnArbitrary(name, type, length))
    ),
  ).map((columns) => ({ length, columns }))
);

/** A plain frame of the rows at these positions. */
function take(frame: Frame, rows: readonly number[]): Frame {
  return {
    length: rows.length,
    columns: frame.columns.map((column) =>
      columnOf(column.name, column.type, rows.map((row) => valueAt(column, row)))
    ),
  };
}

function positions(frame: Frame): readonly number[] {
  return Array.from({ length: frame.length }, (_, row) => row);
}

function refuses(code: ErrorCode) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

async function holds<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>) {
  await fc.assert(fc.asyncProperty(arbitrary, check), { numRuns: 150 });
}

Deno.test("openDataFrame() gives back the columns that it is given", async () => {
  await holds(frames, async (frame) => {
    assertEquals((await openDataFrame(frame)).toFrame(), frame);
  });
});

Deno.test("DataFrame.filter() keeps the rows that its mask marks", async () => {
  const masked = frames.chain((frame) =>
    fc.tuple(
      fc.constant(frame),
      fc.array(fc.boolean(), { minLength: frame.length, maxLength: frame.length }),
    )
  );
  await holds(masked, async ([frame, mask]) => {
    const expected = take(frame, positions(frame).filter((row) => mask[row]));
    assertEquals((await openDataFrame(frame)).filter(mask).toFrame(), expected);
  });
});

Deno.test("DataFrame.head(), tail() and slice() cut as arrays do", async () => {
  await holds(fc.tuple(frames, fc.nat(10), fc.nat(10)), async ([frame, from, to]) => {
    const opened = await openDataFrame(frame);
    const rows = positions(frame);
    assertEquals(opened.slice(from, to).toFrame(), take(frame, rows.slice(from, to)));
    assertEquals(opened.head(to).toFrame(), take(frame, rows.slice(0, to)));
    assertEquals(opened.tail(to).toFrame(), take(frame, to === 0 ? [] : rows.slice(-to)));
  });
});

Deno.test("DataFrame.select() gives columns in the order asked for", async () => {
  await holds(frames, async (frame) => {
    const columns = frame.columns.toReversed();
    const selected = (await openDataFrame(frame)).select(columns.map(({ name }) => name));
    assertEquals(selected.toFrame(), { length: frame.length, columns });
  });
});

Deno.test("DataFrame.concat() puts the rows of one below those of the other", async () => {
  await holds(fc.tuple(frames, fc.nat(8), fc.nat(8)), async ([frame, first, second]) => {
    const opened = await openDataFrame(frame);
    const rows = positions(frame);
    assertEquals(
      opened.head(first).concat(opened.tail(second)).toFrame(),
      take(frame, [...rows.slice(0, first), ...rows.slice(Math.max(0, rows.length - second))]),
    );
  });
});

Deno.test("DataFrame.concat() goes by names after a selection moved the columns", async () => {
  const text = (name: string, value: string) => columnOf(name, "text", [value]);
  const one = await openDataFrame({ length: 1, columns: [text("sum", "a"), text("b", "b")] });
  const other = await openDataFrame({ length: 1, columns: [text("b", "d"), text("sum", "c")] });
  assertEquals(one.concat(other.select(["sum", "b"])).toFrame(), {
    length: 2,
    columns: [columnOf("sum", "text", ["a", "c"]), columnOf("b", "text", ["b", "d"])],
  });
});

const keyed = fc.constantFrom(...TYPES).chain((type) =>
  fc.tuple(
    fc.array(VALUES[type], { maxLength: 7 }),
    fc.array(VALUES[type], { maxLength: 7 }),
    fc.constantFrom("inner" as const, "left" as const),
  ).map(([left, right, how]) => ({ type, left, right, how }))
);

Deno.test("DataFrame.merge() joins as two loops do", async () => {
  await holds(keyed, async ({ type, left, right, how }) => {
    const frameOf = (keys: readonly Value[], name: string): Frame => ({
      length: keys.length,
      columns: [
        columnOf("query", type, keys),
        columnOf(name, "integer", keys.map((_, row) => row)),
      ],
    });
    const leftFrame = frameOf(left, "shape");
    const rightFrame = frameOf(right, "values");
    const expected: [Value, number, number | null][] = [];
    for (const row of positions(leftFrame)) {
      const key = valueAt(leftFrame.columns[0], row);
      // null has no partner; 0 and -0 are one number.
      const partners = positions(rightFrame).filter((partner) =>
        key !== null && valueAt(rightFrame.columns[0], partner) === key
      );
      for (const partner of partners) expected.push([key, row, partner]);
      if (partners.length === 0 && how === "left") expected.push([key, row, null]);
    }
    const merged = (await openDataFrame(leftFrame))
      .merge(await openDataFrame(rightFrame), { on: "query", how });
    assertEquals(merged.toFrame(), {
      length: expected.length,
      columns: [
        columnOf("query", type, expected.map(([key]) => key)),
        columnOf("shape", "integer", expected.map(([_, row]) => row)),
        columnOf("values", "integer", expected.map(([_, __, partner]) => partner)),
      ],
    });
  });
});

Deno.test("openDataFrame() refuses what is no frame", async (t) => {
  const day = (value: string) => [columnOf("day", "date", [value])];
  const cases: [string, Frame, ErrorCode][] = [
    ["more than 10,000 rows", {
      length: 10_001,
      columns: [columnOf("a", "float", new Array(10_001).fill(1))],
    }, "TOO_MANY_ROWS"],
    ["unequal lengths", { length: 2, columns: [columnOf("a", "text", ["x"])] }, "WRONG_TYPE"],
    ["one name twice", {
      length: 1,
      columns: [columnOf("a", "text", ["x"]), columnOf("a", "text", ["y"])],
    }, "WRONG_TYPE"],
    [
      "a half as a whole number",
      { length: 1, columns: [columnOf("a", "integer", [0.5])] },
      "WRONG_TYPE",
    ],
    ["a day that does not exist", { length: 1, columns: day("2026-02-30") }, "WRONG_TYPE"],
    ["a day of another form", { length: 1, columns: day("30/01/2026") }, "WRONG_TYPE"],
    ["a moment that is not in UTC", {
      length: 1,
      columns: [columnOf("at", "timestamp", ["2026-01-01T00:00:00+02:00"])],
    }, "WRONG_TYPE"],
  ];
  for (const [name, frame, code] of cases) {
    await t.step(name, () => rejects(openDataFrame(frame), refuses(code)));
  }
});

Deno.test("DataFrame refuses what it could only guess at", async (t) => {
  const rows = 200;
  const frame = await openDataFrame({
    length: rows,
    columns: [
      columnOf("key", "text", new Array(rows).fill("same")),
      columnOf("n", "float", new Array(rows).fill(1)),
    ],
  });
  const cases: [string, () => unknown, ErrorCode][] = [
    ["an unknown column", () => frame.select(["kee"]), "MISSING_COLUMN"],
    ["a column twice", () => frame.select(["key", "key"]), "BAD_PARAMETER"],
    ["a mask of another length", () => frame.filter([true]), "BAD_PARAMETER"],
    ["other columns below", () => frame.concat(frame.select(["key"])), "WRONG_TYPE"],
    ["one name in both", () => frame.merge(frame, { on: "key", how: "inner" }), "BAD_PARAMETER"],
    // 200 rows of one key against 200 are 40,000.
    [
      "a join that explodes",
      () => frame.merge(frame.select(["key"]), { on: "key", how: "inner" }),
      "TOO_MANY_ROWS",
    ],
  ];
  for (const [name, act, code] of cases) {
    await t.step(name, () => throws(act, refuses(code)));
  }
});
