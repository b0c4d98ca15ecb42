import { strictEqual as assertIs } from "node:assert/strict";
import { goesOn, type Writing, writtenCell } from "@/lib/workspace/notebooks/writing.ts";

const WRITING: Writing = { cell: "odd", editor: "page", revision: 4, before: {}, at: 1_000_000 };

Deno.test("goesOn() holds for the same page and cell, on the newest revision, after no long pause", () => {
  const next = { cell: "odd", editor: "page", revision: 4, at: 1_000_800 };
  assertIs(goesOn(WRITING, next), true);
  assertIs(goesOn(null, next), false);
  assertIs(goesOn(WRITING, { ...next, cell: "daily" }), false);
  assertIs(goesOn(WRITING, { ...next, editor: "another" }), false);
  assertIs(goesOn(WRITING, { ...next, editor: null }), false);
  assertIs(goesOn(WRITING, { ...next, revision: 5 }), false);
  // Five minutes are 300,000 milliseconds.
  assertIs(goesOn(WRITING, { ...next, at: 1_300_000 }), false);
  assertIs(goesOn(WRITING, { ...next, at: 1_299_999 }), true);
});

Deno.test("writtenCell() is the one cell whose body alone is edited", () => {
  const body = { type: "set_body", cell: "odd", text: "" } as const;
  assertIs(writtenCell([body, { type: "set_value", cell: "odd", path: ["a"], value: 1 }]), "odd");
  assertIs(writtenCell([body, { ...body, cell: "daily" }]), null);
  assertIs(writtenCell([body, { type: "set_disabled", cell: "odd", disabled: true }]), null);
  assertIs(writtenCell([]), null);
});
