import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import { tellError } from "@/lib/cli/command.ts";

const COMMAND = new URL("../../../lib/cli/command.ts", import.meta.url);

Deno.test("tellError() gives the exit code of what stopped a command", async (t) => {
  const going = new AbortController().signal;
  const refusal = (code: ErrorCode) => new AppError(code, "Cannot go on as a test says so");
  const cases: readonly (readonly [string, unknown, AbortSignal, number])[] = [
    ["wrong use", refusal("BAD_USAGE"), going, 2],
    ["a wrong setting", refusal("BAD_SETTING"), going, 2],
    ["a wrong notebook", refusal("BAD_NOTEBOOK"), going, 2],
    ["a wrong parameter", refusal("BAD_PARAMETER"), going, 2],
    ["a full disk", refusal("DISK_FULL"), going, 1],
    ["a reader that has gone", new Deno.errors.BrokenPipe("Broken pipe"), going, 1],
    ["a bug", new TypeError("Not a function"), going, 1],
    ["Ctrl-C", refusal("CANCELLED"), going, 130],
    ["whatever Ctrl-C broke", new Error("Broken pipe"), AbortSignal.abort(), 130],
  ];
  for (const [name, error, signal, code] of cases) {
    await t.step(name, () => assertEquals(tellError(error, signal), code));
  }
});

Deno.test("runCommand() ends work that does not listen when it is cancelled", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const script = `
    import { runCommand } from ${JSON.stringify(COMMAND.href)};
    setInterval(() => {}, 1000);
    await runCommand(() => {
      console.log("started");
      return new Promise(() => {});
    });
  `;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = process.stdout.getReader();
  await reader.read();
  process.kill("SIGTERM");
  assertEquals((await process.status).code, 130);
  await reader.cancel();
});
