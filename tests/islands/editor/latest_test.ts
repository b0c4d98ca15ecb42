import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createLatest } from "@/islands/editor/latest.ts";

Deno.test("createLatest() runs the newest of what waits, and no other", async () => {
  const ran: string[] = [];
  const latest = createLatest(0, () => {});
  latest.run(() => Promise.resolve(void ran.push("older")));
  await new Promise<void>((resolve) =>
    latest.run(() => {
      ran.push("newest");
      resolve();
      return Promise.resolve();
    })
  );
  assertEquals(ran, ["newest"]);
});

Deno.test("createLatest() gives up what runs when something newer comes, and hears nothing of it", async () => {
  const errors: unknown[] = [];
  const latest = createLatest(0, (error) => errors.push(error));
  const { promise: given, resolve: giveUp } = Promise.withResolvers<void>();
  await new Promise<void>((resolve) =>
    latest.run(async (signal) => {
      signal.addEventListener("abort", () => giveUp());
      resolve();
      await given;
      throw new Error("Given up");
    })
  );
  latest.stop();
  await given;
  assertEquals(errors, []);
});

Deno.test("createLatest() tells what failed", async () => {
  const told = await new Promise((resolve) => {
    createLatest(0, resolve).run(() => Promise.reject(new Error("Refused")));
  });
  assertEquals((told as Error).message, "Refused"); // It was thrown above.
});
