import { deepStrictEqual, equal } from "node:assert/strict";
import { createRateLimits, type Rate } from "@/lib/auth/limits/rate_limit.ts";
import { createSharedAllowance, type SharedAllowance } from "@/lib/auth/limits/shared_allowance.ts";
import { makeClock, MINUTE, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

/** 60 at once, one a second: a key is told at 60 / 20 = 3 untold uses. */
const RATE: Rate = { name: "requests", size: 60, refillMilliseconds: SECOND };

/** Takes so many; returns how many were allowed. */
function takeMany(allowance: SharedAllowance, count: number, key = "a"): number {
  const taken = Array.from({ length: count }, () => allowance.take(RATE, key));
  return taken.filter(({ type }) => type === "allowed").length;
}

Deno.test("take() refuses when all is used, and says when one is back", () => {
  const clock = makeClock();
  const allowance = createSharedAllowance(() => clock.now().getTime());
  equal(takeMany(allowance, 100), 60);
  equal(takeMany(allowance, 100, "b"), 60);
  // A second brings one back.
  deepStrictEqual(allowance.take(RATE, "a"), { type: "refused", retryAfterSeconds: 1 });
  clock.move(2 * SECOND);
  equal(takeMany(allowance, 100), 2);
  clock.move(10 * MINUTE);
  equal(takeMany(allowance, 100), 60);
});

Deno.test("tell() tells of keys that were used much or refused, once", () => {
  const clock = makeClock();
  const allowance = createSharedAllowance(() => clock.now().getTime());
  const since = clock.now().getTime();
  takeMany(allowance, 2);
  equal(allowance.isDue(), false);
  clock.move(SECOND);
  takeMany(allowance, 1);
  const told = [{ rate: "requests", key: "a", uses: 3, since, refused: false }];
  deepStrictEqual(allowance.tell(), told);
  equal(allowance.isDue(), false);
  // What could not be told is told with what came since.
  takeMany(allowance, 1);
  allowance.untell(told);
  deepStrictEqual(allowance.tell(), [{ ...told[0], uses: 4 }]);
  takeMany(allowance, 60);
  // Two were used, one came back, two were used: 57 of 60 were left.
  deepStrictEqual(allowance.tell(), [
    { rate: "requests", key: "a", uses: 57, since: since + SECOND, refused: true },
  ]);
});

Deno.test("hear() knows what others have used, and what was used here meanwhile", () => {
  const clock = makeClock();
  const allowance = createSharedAllowance(() => clock.now().getTime());
  takeMany(allowance, 3);
  const [told] = allowance.tell();
  takeMany(allowance, 2);
  // All together 50 are used, and the two of meanwhile: 8 are left.
  allowance.hear(told, clock.now().getTime() + 50 * SECOND);
  equal(takeMany(allowance, 20), 8);
});

Deno.test("take() forgets the keys that were used longest ago, and nothing else", () => {
  const allowance = createSharedAllowance(() => 0);
  equal(takeMany(allowance, 60, "first"), 60);
  for (let i = 0; i < 9999; i++) allowance.take(RATE, `key ${i}`);
  equal(takeMany(allowance, 1, "first"), 0);
  for (let i = 0; i < 20_000; i++) allowance.take(RATE, `other ${i}`);
  equal(takeMany(allowance, 1, "first"), 1);
});

databaseTest(
  "take() holds over processes that tell one another by the database",
  async (database) => {
    const clock = makeClock();
    const limits = createRateLimits({ database, now: clock.now });
    const processes = [1, 2, 3].map(() => createSharedAllowance(() => clock.now().getTime()));
    const share = async (allowance: SharedAllowance) => {
      for (const told of allowance.tell()) {
        allowance.hear(told, await limits.add(RATE, told.key, told));
      }
    };
    let allowed = 0;
    // Four requests a second to each of three, told every second: twelve times the rate.
    for (let second = 0; second < 30; second++) {
      for (const allowance of processes) {
        allowed += takeMany(allowance, 4);
        await share(allowance);
      }
      clock.move(SECOND);
    }
    // 60 at once and 29 that came back, and for two further processes 3 untold and 4 of a second.
    equal(allowed <= 89 + 2 * (3 + 4), true, String(allowed));
    equal(allowed >= 89 - 3 * 3, true, String(allowed));
  },
);

databaseTest("add() counts what was let through though none was left", async (database) => {
  const clock = makeClock();
  const limits = createRateLimits({ database, now: clock.now });
  const now = clock.now().getTime();
  equal(await limits.add(RATE, "a", { uses: 50, since: now }), now + 50 * SECOND);
  equal(await limits.add(RATE, "a", { uses: 50, since: now }), now + 100 * SECOND);
  // Uses of a minute ago have come back since; and those of other keys and rates are apart.
  equal(await limits.add(RATE, "b", { uses: 10, since: now - MINUTE }), now - 50 * SECOND);
  equal(await limits.add({ ...RATE, name: "ingest" }, "a", { uses: 1, since: now }), now + SECOND);
  // 100 are used: 41 seconds until there is one again of 60.
  deepStrictEqual(await limits.take(RATE, "a"), { type: "refused", retryAfterSeconds: 41 });
});
