import {
  deepStrictEqual as assertEquals,
  doesNotMatch as assertDoesNotMatch,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { toldError, withoutValues } from "@/lib/told_error.ts";

Deno.test("withoutValues() leaves out what stands where values stand", async (t) => {
  const cases: [text: string, told: string][] = [
    ["Cannot read it", "Cannot read it"],
    [
      `invalid input syntax for type integer: "hunter2"`,
      `invalid input syntax for type integer: "…"`,
    ],
    [`Cannot take "a"b hunter2" as it is "c"`, `Cannot take "…`],
    [
      "Unexpected token 'h', \"hunter2\" is not valid JSON",
      'Unexpected token "…" is not valid JSON',
    ],
    ['Unterminated string "hunter2', 'Unterminated string "…'],
    ["Cannot connect to postgres://app:hunter2@db.example/x now", "Cannot connect to … now"],
    [
      "error sending request for url (https://a.example/?key=hunter2): reset",
      "error sending request for url (…): reset",
    ],
    ["Key (email)=(hunter2) exists", "Key (…) exists"],
    [
      "Cannot keep it as it must be short: current value is hunter2",
      "Cannot keep it as it must be short: current value is …",
    ],
    ["Cannot convert hunter2 to a BigInt", "Cannot convert … to a BigInt"],
    ["value 4111111111111111 is out of range", "value … is out of range"],
    ['Cannot read {"a":"hunter2', 'Cannot read {"…'],
    ["bad line\n  password: hunter2\n  ^", "bad line"],
  ];
  for (const [text, told] of cases) {
    await t.step(text, () => assertIs(withoutValues(text), told));
  }
  assertIs(withoutValues("a".repeat(1000)).length, 301);
});

Deno.test("toldError() tells where an error happened, what kind it is, and what caused it", () => {
  const far = new Error("hunter2: one\n    at hunter2\n    at run (file:///app/engine.ts:1:2)");
  far.stack = `Error: ${far.message}`;
  const cause = Object.assign(new TypeError("Cannot reach it", { cause: far.stack }), {
    query: "select 'hunter2'",
    parameters: ["hunter2"],
    detail: "Key (a)=(hunter2)",
    code: "23505",
  });
  const told = toldError(new AppError("DATABASE_ERROR", 'Cannot store "hunter2"', { cause }));
  assertEquals([told.name, told.code, told.message], [
    "AppError",
    "DATABASE_ERROR",
    'Cannot store "…"',
  ]);
  assertMatch(told.stack[0], /told_error_test\.ts/);
  assertEquals([told.cause?.name, told.cause?.code], ["TypeError", "23505"]);
  assertEquals(told.cause?.cause?.stack, ["at run (file:///app/engine.ts:1:2)"]);
  // Its first line is a message, which may begin with anything.
  assertDoesNotMatch(JSON.stringify({ ...told, cause: { ...told.cause, cause: null } }), /hunter2/);
});

Deno.test("toldError() ends with causes that go round", () => {
  const error = new Error("one");
  error.cause = error;
  assertIs(JSON.stringify(toldError(error)).match(/"message"/g)?.length, 6);
});
