import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { createLog, type Log, type LogLevel } from "@/lib/log.ts";

const TIME = "2026-03-10T12:00:00.000Z";

/** Returns the lines that this does to a log. */
function linesOf(level: LogLevel, use: (log: Log) => void): string[] {
  const lines: string[] = [];
  use(createLog({ level, now: () => new Date(TIME), write: (line) => lines.push(line) }));
  return lines;
}

Deno.test("createLog() writes one line of JSON an event", () => {
  const lines = linesOf("info", (log) => log.info("job.completed", { rows: 3, text: "a\nb" }));
  assertEquals(lines, [
    `{"time":"${TIME}","level":"info","event":"job.completed","rows":3,"text":"a\\nb"}\n`,
  ]);
});

Deno.test("createLog() leaves out what matters less than its level", () => {
  const lines = linesOf("warn", (log) => {
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
  });
  assertEquals(lines.map((line) => JSON.parse(line).event), ["c", "d"]);
});

Deno.test("with() tells its fields with every event, and none can hide the event", () => {
  const lines = linesOf("info", (log) => {
    log.with({ run: 7, cell: "load" }).with({ cell: "clean" })
      .info("cell.done", { level: "none", event: "other", time: 0 });
  });
  const line = { time: TIME, level: "info", event: "cell.done", run: 7, cell: "clean" };
  assertEquals(lines.map((line) => JSON.parse(line)), [line]);
});

Deno.test("createLog() tells an error with its code, stack and cause, and no value of it", () => {
  const cause = new TypeError('Cannot take "hunter2"');
  const error = new AppError("BAD_FILE", "Cannot read it", { cause });
  const [line] = linesOf("info", (log) => log.error("unhandled", { error }));
  const told = JSON.parse(line).error;
  assertEquals([told.name, told.code, told.message], ["AppError", "BAD_FILE", "Cannot read it"]);
  assertMatch(told.stack[0], /log_test\.ts/);
  assertEquals([told.cause.name, told.cause.message], ["TypeError", 'Cannot take "…"']);
});

Deno.test("createLog() tells for whom the work is, and lets others hear of every event", () => {
  const lines: string[] = [];
  const heard: unknown[] = [];
  const log = createLog({
    level: "error",
    now: () => new Date(TIME),
    write: (line) => lines.push(line),
    about: () => ({ request: "one" }),
    hear: (event, fields) => heard.push([event, fields]),
  });
  log.with({ run: 7 }).debug("cell.done", { rows: 3 });
  log.error("cell.error");
  assertEquals(heard, [["cell.done", { run: 7, rows: 3 }], ["cell.error", {}]]);
  assertEquals(lines.map((line) => JSON.parse(line)), [
    { time: TIME, level: "error", event: "cell.error", request: "one" },
  ]);
});

Deno.test("createLog() takes values that JSON has no word for", () => {
  const circle: Record<string, unknown> = { size: 10n };
  circle.self = circle;
  const [line] = linesOf("info", (log) => log.info("odd", { circle, none: undefined, nan: NaN }));
  assertEquals(JSON.parse(line).circle, { size: "10", self: "told above" });
  assertEquals(JSON.parse(line).nan, null);
});
