import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { columnOf, type Frame } from "@/lib/frame/frame.ts";
import { column, type Schema } from "@/lib/frame/schema.ts";
import { writeComputed, writeFrame } from "@/lib/steps/write_frame.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const { signal } = new AbortController();

databaseTest("writeFrame() writes every type, in the order of the rows", async (database) => {
  const frame: Frame = {
    length: 2,
    columns: [
      columnOf("whole", "integer", [1, null]),
      columnOf("exact", "decimal", [1.25, null]),
      columnOf("floating", "float", [0.1, null]),
      columnOf("claim", "boolean", [true, null]),
      columnOf("day", "date", ["2026-01-31", null]),
      columnOf("clock", "time", ["10:20:30", null]),
      columnOf("moment", "timestamp", ["2026-01-31T10:20:30Z", null]),
      columnOf('a "name", quoted', "text", ['one\n"two", three \\N', null]),
    ],
  };
  await database.transaction((session) =>
    writeFrame(session, "results.written", { frame, signal })
  );
  assertEquals(await database.columns("select * from results.written"), frame);
});

databaseTest("writeFrame() tells nothing from an empty text", async (database) => {
  const frame: Frame = { length: 2, columns: [columnOf("text", "text", ["", null])] };
  await database.transaction((session) =>
    writeFrame(session, "results.written", { frame, signal })
  );
  assertEquals(await database.columns("select * from results.written"), frame);
});

databaseTest("writeFrame() writes more rows than a chunk has, and none", async (database) => {
  const numbers = Array.from({ length: 5001 }, (_, i) => i);
  const many: Frame = { length: 5001, columns: [columnOf("n", "integer", numbers)] };
  const none: Frame = { length: 0, columns: [columnOf("n", "integer", [])] };
  await database.transaction(async (session) => {
    await writeFrame(session, "results.many", { frame: many, signal });
    await writeFrame(session, "results.none", { frame: none, signal });
  });
  assertEquals(await database.columns("select * from results.many"), many);
  assertEquals(await database.columns("select * from results.none"), none);
});

databaseTest(
  "writeComputed() leaves the rows in the relation, and tells of them",
  async (database) => {
    const frame: Frame = { length: 2, columns: [columnOf("n", "integer", [1, 2])] };
    const schema: Schema = { stage: "table", grain: null, columns: [column("n", "integer")] };
    const left = await writeComputed(
      { frame, schema, facts: { sum: 3 }, problems: [] },
      { relation: "results.computed", signal, write: (work) => database.transaction(work) },
    );
    assertEquals(left, {
      schema,
      relation: "results.computed",
      rows: 2,
      rejected: 0,
      facts: { sum: 3 },
      problems: [],
    });
    assertEquals(await database.columns("select * from results.computed"), frame);
  },
);
