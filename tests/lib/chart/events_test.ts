import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { eventWords, stretchesOf } from "@/lib/chart/events.ts";

Deno.test("eventWords() names what happened in each period, a few names of many", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const events = [
    ...names.map((name) => ({ name, from: 3, until: 3 })),
    { name: "a", from: 3, until: 4 },
  ];
  assertEquals([...eventWords({ events })], [[3, "a, b, c, d and 2 more"], [4, "a"]]);
  assertEquals(eventWords({}).size, 0);
});

Deno.test("stretchesOf() joins what overlaps, and keeps apart what only follows", () => {
  const stretches = stretchesOf([
    { name: "late", from: 6, until: 7 },
    { name: "long", from: 1, until: 4 },
    { name: "within", from: 2, until: 3 },
    { name: "overlap", from: 4, until: 5 },
  ]);
  assertEquals(stretches, [{ from: 1, until: 5 }, { from: 6, until: 7 }]);
});
