import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { namesAverages, namesIds, namesMeasure, wordsOf } from "@/lib/workspace/first/words.ts";

Deno.test("wordsOf() parts names at capitals and signs", () => {
  assertEquals(wordsOf("orderDate_2 (net)"), ["order", "date", "2", "net"]);
  assertEquals(wordsOf("Größe"), ["größe"]);
});

Deno.test("namesIds() and namesAverages() tell what is not added up", async (t) => {
  const cases: readonly (readonly [string, "id" | "average" | "sum"])[] = [
    ["customer_id", "id"],
    ["Order No", "id"],
    ["zip code", "id"],
    ["year", "id"],
    ["number of visits", "sum"],
    ["units per day", "average"],
    ["Unit Price", "average"],
    ["Total price", "sum"],
    ["bounceRate", "average"],
    ["revenue", "sum"],
  ];
  for (const [name, meant] of cases) {
    await t.step(
      name,
      () => assert.equal(namesIds(name) ? "id" : namesAverages(name) ? "average" : "sum", meant),
    );
  }
});

Deno.test("namesMeasure() knows what people measure", () => {
  const names = ["Net amount", "visits", "row", "customer"];
  assertEquals(names.map(namesMeasure), [true, true, false, false]);
});
