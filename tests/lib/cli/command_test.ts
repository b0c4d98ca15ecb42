import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import { tellError } from "@/lib/cli/command.ts";

Deno.test("tellError() gives the exit code of what stopped a command", async (t) => {
  const going = new AbortController().signal;
  const refusal = (code: ErrorCode) => new AppError(code, "Cannot go on as a test says so");
  const cases: readonly (readonly [string, unknown, AbortSignal, number])[] = [
    ["wrong use", refusal("BAD_USAGE"), going, 2],
    ["a wrong setting", refusal("BAD_SETTING"), going, 2],
    ["a wrong notebook", refusal("BAD_NOTEBOOK"), going, 2],
    ["a wrong parameter", refusal("BAD_PARAMETER"), going, 2],
    ["a full disk", refusal("DISK_FULL"), going, 1],
    ["a bug", new TypeError("Not a function"), going, 1],
    ["Ctrl-C", refusal("CANCELLED"), going, 130],
    ["whatever Ctrl-C broke", new Error("Broken pipe"), AbortSignal.abort(), 130],
  ];
  for (const [name, error, signal, code] of cases) {
    await t.step(name, () => assertEquals(tellError(error, signal), code));
  }
});
