import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { freeName, isName, parseCellName } from "@/lib/notebook/ids.ts";

Deno.test("isName() takes small letters, digits and underscores, and no word of YAML", () => {
  const names = [
    "a",
    "a_1",
    "a".repeat(63),
    "",
    "1a",
    "A",
    "a-b",
    "null",
    "true",
    "a".repeat(64),
    "a\n",
  ];
  assertEquals(names.filter(isName), ["a", "a_1", "a".repeat(63)]);
});

Deno.test("parseCellName() refuses what is no name", () => {
  throws(() => parseCellName("My Cell"), { code: "BAD_NOTEBOOK" });
});

Deno.test("freeName() numbers from 2, within the longest length", () => {
  assertEquals(freeName("load", { taken: new Set() }), "load");
  assertEquals(freeName("load", { taken: new Set(["load", "load_2"]) }), "load_3");
  const long = "a".repeat(63);
  assertEquals(freeName(long, { taken: new Set([long]) }), `${"a".repeat(56)}_2`);
});
