import { deepStrictEqual, equal } from "node:assert/strict";
import { createLockout } from "@/lib/auth/limits/lockout.ts";
import { DAY, HOUR, makeClock, MINUTE, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest("begin() locks after ten tries, and each later one for longer", async (database) => {
  const clock = makeClock();
  const lockout = createLockout({ database, now: clock.now });
  for (let i = 0; i < 10; i++) equal((await lockout.begin("a")).type, "allowed");
  deepStrictEqual(await lockout.begin("a"), { type: "refused", retryAfterSeconds: 60 });
  // Whether the address is locked says nothing about others.
  equal((await lockout.begin("b")).type, "allowed");
  clock.move(59 * SECOND);
  deepStrictEqual(await lockout.begin("a"), { type: "refused", retryAfterSeconds: 1 });
  clock.move(SECOND);
  equal((await lockout.begin("a")).type, "allowed");
  // The eleventh try doubles the minute.
  deepStrictEqual(await lockout.begin("a"), { type: "refused", retryAfterSeconds: 120 });
});

databaseTest("begin() never locks for more than an hour", async (database) => {
  const clock = makeClock();
  const lockout = createLockout({ database, now: clock.now });
  for (let i = 0; i < 10; i++) await lockout.begin("a");
  for (let i = 0; i < 30; i++) {
    clock.move(HOUR);
    equal((await lockout.begin("a")).type, "allowed");
  }
  deepStrictEqual(await lockout.begin("a"), { type: "refused", retryAfterSeconds: 3600 });
});

databaseTest(
  "begin() lets ten of a hundred at once through, in all processes",
  async (database) => {
    const { now } = makeClock();
    const processes = [1, 2].map(() => createLockout({ database, now }));
    const begun = await Promise.all(
      Array.from({ length: 100 }, (_, i) => processes[i % 2].begin("a")),
    );
    equal(begun.filter(({ type }) => type === "allowed").length, 10);
  },
);

databaseTest("succeed() forgets the tries, as a day without any does", async (database) => {
  const clock = makeClock();
  const lockout = createLockout({ database, now: clock.now });
  for (let i = 0; i < 9; i++) await lockout.begin("a");
  await lockout.succeed("a");
  for (let i = 0; i < 10; i++) equal((await lockout.begin("a")).type, "allowed");
  equal((await lockout.begin("a")).type, "refused");
  clock.move(DAY);
  for (let i = 0; i < 10; i++) equal((await lockout.begin("a")).type, "allowed");
  equal((await lockout.begin("a")).type, "refused");
});

databaseTest("tidy() forgets tries of a day ago", async (database) => {
  const clock = makeClock();
  const lockout = createLockout({ database, now: clock.now });
  await lockout.begin("a");
  clock.move(DAY - MINUTE);
  equal(await lockout.tidy(), 0);
  clock.move(MINUTE);
  equal(await lockout.tidy(), 1);
});
