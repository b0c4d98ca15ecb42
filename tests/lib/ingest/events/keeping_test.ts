import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { Keeping } from "@/lib/ingest/events/keeping.ts";

Deno.test("Keeping has many kept at a time, and nothing removed meanwhile", async () => {
  const keeping = new Keeping();
  const told: string[] = [];
  const [first, second, removal] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const work = (name: string, until: Promise<void>) => async () => {
    told.push(`${name} begins`);
    await until;
    told.push(`${name} ends`);
  };
  const all = [
    keeping.keep(work("first", first.promise)),
    keeping.keep(work("second", second.promise)),
    keeping.remove(work("removal", removal.promise)),
    keeping.keep(work("third", Promise.resolve())),
  ];
  second.resolve();
  await all[1];
  assertEquals(told, ["first begins", "second begins", "second ends"]);
  first.resolve();
  removal.resolve();
  await Promise.all(all);
  assertEquals(told.slice(3), [
    "first ends",
    "removal begins",
    "removal ends",
    "third begins",
    "third ends",
  ]);
});

Deno.test("Keeping goes on after what fails", async () => {
  const keeping = new Keeping();
  await assertRejects(keeping.keep(() => Promise.reject(new Error("disk"))));
  await assertRejects(keeping.remove(() => Promise.reject(new Error("disk"))));
  assertEquals(await keeping.keep(() => Promise.resolve(7)), 7);
});
