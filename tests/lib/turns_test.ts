import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { Turns } from "@/lib/turns.ts";

const { signal } = new AbortController();

Deno.test("Turns lets so many go on at once, the others in order", async () => {
  const turns = new Turns(1);
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const works = [
    turns.take(signal, async () => {
      await first.promise;
      done.push("first");
    }),
    turns.take(signal, () => Promise.resolve(done.push("second"))),
    turns.take(signal, () => Promise.resolve(done.push("third"))),
  ];
  done.push("waiting");
  first.resolve();
  await Promise.all(works);
  assertEquals(done, ["waiting", "first", "second", "third"]);
});

Deno.test("Turns does nothing for who has left, and goes on", async () => {
  const turns = new Turns(1);
  const gone = AbortSignal.abort(new Error("Left"));
  await rejects(turns.take(gone, () => Promise.reject(new Error("Done"))), { message: "Left" });
  assertEquals(await turns.take(signal, () => Promise.resolve(1)), 1);
});
