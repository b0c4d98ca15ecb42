import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { Flights } from "@/lib/notebook/run/flights.ts";
import { type Key, parseKey } from "@/lib/notebook/run/keys.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";

const KEY = parseKey("a".repeat(64));

function resultOf(key: Key, rows: number): StoredResult {
  return {
    key,
    kind: "sql",
    kindVersion: 1,
    relation: null,
    schema: { stage: "table", columns: [], grain: null },
    rows,
    rejected: 0,
    facts: null,
    problems: [],
    milliseconds: 1,
    computedAt: "2026-01-01T00:00:00Z",
  };
}

/** A computation that the test ends. */
function computation() {
  const { promise, resolve, reject } = Promise.withResolvers<StoredResult>();
  let begun = 0;
  return { compute: () => (begun++, promise), resolve, reject, begun: () => begun };
}

const cancelled = new AppError("CANCELLED", "Cancelled");

Deno.test("Flights computes a key once, and hands it on until the runs have ended", async () => {
  const told: number[] = [];
  const flights = new Flights(({ rows }) => told.push(rows));
  const work = computation();
  const options = { signal: new AbortController().signal, compute: work.compute };
  {
    using _run = flights.enter();
    const both = Promise.all([flights.take(KEY, options), flights.take(KEY, options)]);
    work.resolve(resultOf(KEY, 3));
    assertEquals((await both).map(({ rows }) => rows), [3, 3]);
    await flights.take(KEY, options);
    assertEquals([work.begun(), told], [1, [3]]);
  }
  await flights.take(KEY, options);
  assertEquals(work.begun(), 2);
});

Deno.test("Flights lets the next one compute where the first was cancelled", async () => {
  const flights = new Flights();
  const [first, second] = [computation(), computation()];
  const { signal } = new AbortController();
  const one = flights.take(KEY, { signal, compute: first.compute });
  const other = flights.take(KEY, { signal, compute: second.compute });
  first.reject(cancelled);
  await assertRejects(one, { code: "CANCELLED" });
  second.resolve(resultOf(KEY, 2));
  assertEquals((await other).rows, 2);
});

Deno.test("Flights tells all who wait how it failed, and tries again for who comes later", async () => {
  const flights = new Flights();
  const work = computation();
  const options = { signal: new AbortController().signal, compute: work.compute };
  const both = [flights.take(KEY, options), flights.take(KEY, options)];
  work.reject(new AppError("BAD_FILE", "Broken"));
  for (const one of both) await assertRejects(one, { code: "BAD_FILE" });
  await assertRejects(flights.take(KEY, options), { code: "BAD_FILE" });
  assertEquals(work.begun(), 2);
});

Deno.test("Flights lets who is cancelled go while the other computes", async () => {
  const flights = new Flights();
  const work = computation();
  const controller = new AbortController();
  const one = flights.take(KEY, { signal: new AbortController().signal, compute: work.compute });
  const other = flights.take(KEY, { signal: controller.signal, compute: work.compute });
  controller.abort(cancelled);
  await assertRejects(other, { code: "CANCELLED" });
  work.resolve(resultOf(KEY, 1));
  assertEquals((await one).rows, 1);
});
