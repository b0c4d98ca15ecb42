import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest("Database.occupy() keeps others from taking it for idle", async (database) => {
  const { signal } = new AbortController();
  const told: string[] = [];
  await database.idle(signal);
  const occupied = database.occupy();
  const idle = database.idle(signal).then(() => told.push("idle"));
  await setImmediate();
  told.push("released");
  occupied[Symbol.dispose]();
  await idle;
  assertEquals(told, ["released", "idle"]);
});

databaseTest("Database.idle() waits while others use the database", async (database) => {
  const { signal } = new AbortController();
  const told: string[] = [];
  const idle = await database.transaction(async (session) => {
    const idle = database.idle(signal).then(() => told.push("idle"));
    await session.query("select 1");
    told.push("used");
    return { idle };
  });
  await idle.idle;
  assertEquals(told, ["used", "idle"]);
});

databaseTest(
  "Database.idle() is not held back by what runs in the background",
  async (database) => {
    const { signal } = new AbortController();
    await database.idle(signal);
    await database.transaction(() => database.idle(signal), { background: true });
  },
);

databaseTest("Database.idle() ends with its signal", async (database) => {
  const controller = new AbortController();
  await database.transaction(async () => {
    const idle = database.idle(controller.signal);
    controller.abort(new Error("Enough"));
    await assertRejects(idle, { message: "Enough" });
  });
});
