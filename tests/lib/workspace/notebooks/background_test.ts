import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { Background } from "@/lib/workspace/notebooks/background.ts";

Deno.test("Background settles when all work is done, that begun meanwhile too", async () => {
  const done: string[] = [];
  const background = new Background(createLog({ level: "error" }));
  background.begin("first", async () => {
    await Promise.resolve();
    background.begin("second", async () => {
      await Promise.resolve();
      done.push("second");
    });
    done.push("first");
  });
  await background.settled();
  assertEquals(done, ["first", "second"]);
});

Deno.test("Background logs what goes wrong, but not what was cancelled", async () => {
  const lines: string[] = [];
  const log = createLog({ level: "error", write: (line) => lines.push(line) });
  const background = new Background(log);
  background.begin("work", () => Promise.reject(new Error("A bug")));
  background.begin("run", () => Promise.reject(new AppError("CANCELLED", "Cancelled")));
  await background.settled();
  assertEquals(lines.map((line) => JSON.parse(line).what), ["work"]);
});
