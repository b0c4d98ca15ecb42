import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { makeKey } from "@/lib/notebook/run/keys.ts";
import { keepRejectedRows, keepRejections, readRejections } from "@/lib/notebook/run/rejections.ts";
import type { Rejection } from "@/lib/steps/step.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

function keyOf(parameters: string) {
  const parts = { kind: "load", version: 1, parameters, setting: null, parents: [], digests: [] };
  return makeKey(parts);
}

const KEY = keyOf("one");

async function read(database: Database, key = KEY): Promise<readonly Rejection[]> {
  return (await readPages(database, key)).flat();
}

async function readPages(database: Database, key = KEY): Promise<(readonly Rejection[])[]> {
  const pages: (readonly Rejection[])[] = [];
  await readRejections(database, key, (page) => void pages.push(page));
  return pages;
}

async function* batches(...all: readonly (readonly Rejection[])[]) {
  yield* all;
}

const FIRST: Rejection = { line: 2, column: "amount", value: "n/a", reason: "it is no integer" };
const WHOLE: Rejection = { line: 1, column: null, value: "a,b,c", reason: "it has 3 values" };

databaseTest("keepRejections() keeps any text, by line", async (database) => {
  const odd: Rejection = {
    line: 3,
    column: 'a "quoted", name',
    value: 'one\ntwo, "three" \\N',
    reason: "",
  };
  assertEquals(await keepRejections(database, KEY, batches([FIRST], [odd, WHOLE])), 3);
  assertEquals(await read(database), [WHOLE, FIRST, odd]);
});

databaseTest("keepRejections() tells nothing from an empty text", async (database) => {
  const nothing: Rejection = { ...FIRST, value: null };
  const empty: Rejection = { ...FIRST, line: 3, value: "" };
  await keepRejections(database, KEY, batches([nothing, empty]));
  assertEquals(await read(database), [nothing, empty]);
});

databaseTest("keepRejections() shows a NUL, which Postgres can't hold", async (database) => {
  await keepRejections(database, KEY, batches([{ ...FIRST, value: "a\0b" }]));
  assertEquals((await read(database)).map(({ value }) => value), ["a\u{fffd}b"]);
});

databaseTest("keepRejections() keeps those of one of two runs at once", async (database) => {
  const keep = () =>
    database.transaction((session) => keepRejections(session, KEY, batches([FIRST], [WHOLE])));
  await Promise.all([keep(), keep(), keep()]);
  assertEquals(await read(database), [WHOLE, FIRST]);
});

databaseTest("keepRejections() replaces those of the same key alone", async (database) => {
  const other = keyOf("other");
  await keepRejections(database, other, batches([WHOLE]));
  await keepRejections(database, KEY, batches([FIRST, WHOLE]));
  assertEquals(await keepRejections(database, KEY, batches([FIRST])), 1);
  assertEquals(await read(database), [FIRST]);
  assertEquals(await read(database, other), [WHOLE]);
});

databaseTest("keepRejectedRows() keeps the rows of a SELECT in their place", async (database) => {
  await keepRejections(database, KEY, batches([WHOLE]));
  const kept = await keepRejectedRows(
    database,
    KEY,
    "select 2, 'amount', 'n/a', 'it is no integer'",
  );
  assertEquals(kept, 1);
  assertEquals(await read(database), [FIRST]);
});

databaseTest("readRejections() gives a thousand at a time", async (database) => {
  const many = Array.from({ length: 1001 }, (_, i): Rejection => ({ ...FIRST, line: i + 1 }));
  await keepRejections(database, KEY, batches(many));
  const pages = await readPages(database);
  assertEquals(pages.map((page) => page.length), [1000, 1]);
  assertEquals(pages.flat(), many);
});

databaseTest("readRejections() orders text by its bytes, as on every server", async (database) => {
  const values = ["b", "a", "B", "Z", "_", "ä"];
  const reasons = ["it is no integer", "It is no date"];
  const rejections = values.flatMap((value) =>
    reasons.map((reason): Rejection => ({ ...FIRST, value, reason }))
  );
  await keepRejections(database, KEY, batches(rejections));
  // B is 0x42, Z 0x5a, _ 0x5f, a 0x61, b 0x62, and ä begins with 0xc3; I comes before i.
  assertEquals(
    (await read(database)).map(({ value, reason }) => `${value} ${reason}`),
    ["B", "Z", "_", "a", "b", "ä"].flatMap((value) =>
      ["It is no date", "it is no integer"].map((reason) => `${value} ${reason}`)
    ),
  );
});
