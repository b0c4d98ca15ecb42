import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { passOnLines } from "@/lib/cli/pass_on_lines.ts";
import { createLog } from "@/lib/log.ts";

Deno.test("passOnLines() passes on lines of a log, however they come, and takes the values out of all others", () => {
  const passed: string[] = [];
  const logged: string[] = [];
  const log = createLog({ level: "info", write: (line) => logged.push(JSON.parse(line).text) });
  const print = passOnLines(log, (line) => passed.push(line));
  const line = '{"time":"2026-01-01T00:00:00.000Z","level":"info","event":"request.done"}\n';
  print(line.slice(0, 20));
  print(`${line.slice(20)}error: Uncaught TypeError: "hunter2" is no number\n\n`);
  print('{"time":"hunter2\n{"event":"hunter2"}\nnot ended: hunter2');
  assertEquals(passed, [line]);
  assertEquals(logged, ['error: Uncaught TypeError: "…" is no number', '{"…', '{"…"}']);
});
