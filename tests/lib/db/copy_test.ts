import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { BinaryCopyWriter, joinCopies } from "@/lib/db/copy_binary.ts";
import { AppError } from "@/lib/errors.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { countOf, hasCode, textOf } from "./asked.ts";

databaseTest("Database.copyIn() stores what BinaryCopyWriter writes", async (database) => {
  await database.query(
    `create table results.t (i int8, f float8, b bool, d date, m time, t timestamptz, n numeric,
       s text)`,
  );
  const writer = new BinaryCopyWriter(8);
  writer.startRow();
  writer.integer(-9007199254740991);
  writer.float(-0.1);
  writer.boolean(true);
  writer.date(-1);
  writer.time(37230000000);
  writer.timestamp(1769853600500000);
  writer.decimal(-9007199254740991, 6);
  writer.text(new TextEncoder().encode("xé€y"), 1, 6);
  writer.startRow();
  writer.integer(4294967296);
  writer.float(1e300);
  writer.boolean(false);
  writer.date(20484);
  writer.time(0);
  writer.timestamp(-1000000);
  writer.decimalText("123456789012345678901234567890.000100");
  writer.string("😀\n\"',");
  writer.startRow();
  for (let column = 0; column < 8; column++) writer.null();
  assertEquals(
    await database.copyIn("copy results.t from stdin (format binary)", [writer.finish()]),
    3,
  );
  assertEquals(await database.query("select * from results.t order by f"), [
    {
      i: -9007199254740991,
      f: -0.1,
      b: true,
      d: "1969-12-31",
      // 37,230 s are 10 h 20 min 30 s; 1,769,853,600 s are 10 h into 2026-01-31.
      m: "10:20:30",
      t: "2026-01-31T10:00:00.5Z",
      n: "-9007199254.740991",
      s: "é€",
    },
    {
      i: 4294967296,
      f: 1e300,
      b: false,
      d: "2026-01-31",
      m: "00:00:00",
      t: "1969-12-31T23:59:59Z",
      n: "123456789012345678901234567890.000100",
      s: "😀\n\"',",
    },
    { i: null, f: null, b: null, d: null, m: null, t: null, n: null, s: null },
  ]);
});

databaseTest("Database.copyIn() stores decimals of every scale as they are", async (database) => {
  await database.query("create table results.t (place int8, n numeric)");
  const cases: [number, number, string][] = [
    [0, 0, "0"],
    [0, 2, "0.00"],
    [5, 1, "0.5"],
    [5, 4, "0.0005"],
    [5, 9, "0.000000005"],
    [10000, 0, "10000"],
    [10000, 4, "1.0000"],
    [10001, 4, "1.0001"],
    [-123456, 3, "-123.456"],
    [100000000, 2, "1000000.00"],
    [9007199254740991, 15, "9.007199254740991"],
    [9007199254740991, 22, "0.0000009007199254740991"],
    [9007199254740990, 1, "900719925474099.0"],
  ];
  const writer = new BinaryCopyWriter(2);
  cases.forEach(([scaled, scale], place) => {
    writer.startRow();
    writer.integer(place);
    writer.decimal(scaled, scale);
  });
  await database.copyIn("copy results.t from stdin (format binary)", [writer.finish()]);
  const rows = await database.query("select n from results.t order by place");
  assertEquals(rows.map(({ n }) => n), cases.map(([, , text]) => text));
});

databaseTest("Database.copyIn() takes chunks that are cut anywhere", async (database) => {
  await database.query("create table results.t (a int8, b text)");
  const bytes = new TextEncoder().encode('1,"x, y"\n2,é\n');
  const pieces = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
  assertEquals(await database.copyIn("copy results.t from stdin (format csv)", pieces), 2);
  assertEquals(
    await textOf(database.copyOut("copy results.t to stdout (format csv)")),
    '1,"x, y"\n2,é\n',
  );
});

databaseTest("Database.copyIn() stores nothing when a row is refused", async (database) => {
  await database.query("create table results.t (a int8 check (a < 3))");
  for (const text of ["1\nx\n", "1\n2\n3\n", "1\n2\n3"]) {
    await assertRejects(
      database.copyIn("copy results.t from stdin", [new TextEncoder().encode(text)]),
      hasCode("DATABASE_ERROR"),
    );
  }
  assertEquals(await countOf(database, "results.t"), 0);
});

databaseTest(
  "Database.copyIn() throws what its chunks throw, and stores nothing",
  async (database) => {
    await database.query("create table results.t (a int8)");
    async function* failing() {
      yield await Promise.resolve(new TextEncoder().encode("1\n"));
      throw new AppError("BAD_FILE", "Cannot read a file");
    }
    await assertRejects(
      database.copyIn("copy results.t from stdin", failing()),
      hasCode("BAD_FILE"),
    );
    assertEquals(await countOf(database, "results.t"), 0);
  },
);

databaseTest("Database.copyOut() can be left early", async (database) => {
  const lines = database.copyOut("copy (select generate_series(1, 1000000)) to stdout");
  for await (const chunk of lines) {
    assertEquals(chunk[0], "1".charCodeAt(0));
    break;
  }
  assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
});

databaseTest("Database.copyIn() stores the rows of several copies as one", async (database) => {
  await database.query("create table results.j (b bytea)");
  const copies = ["\u0000a", "\u00ff", "b"].map((bytes) => {
    const writer = new BinaryCopyWriter(1);
    writer.startRow();
    writer.byteString(bytes);
    return writer.finish();
  });
  const statement = "copy results.j from stdin (format binary)";
  for (const count of [1, 3]) {
    assertEquals(await database.copyIn(statement, joinCopies(copies.slice(0, count))), count);
  }
  assertEquals(
    await database.query(
      "select encode(b, 'hex') as b, count(*) from results.j group by 1 order by 1",
    ),
    [
      { b: "0061", count: 2 },
      { b: "62", count: 1 },
      { b: "ff", count: 1 },
    ],
  );
});
