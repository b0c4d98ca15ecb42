import { deepStrictEqual, equal } from "node:assert/strict";
import { createRateLimits, type Rate } from "@/lib/auth/limits/rate_limit.ts";
import { makeClock, MINUTE, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const RATE: Rate = { name: "sign_in", size: 3, refillMilliseconds: 10 * SECOND };

databaseTest("take() refuses when all is used, and says when one is back", async (database) => {
  const clock = makeClock();
  const limits = createRateLimits({ database, now: clock.now });
  for (let i = 0; i < 3; i++) equal((await limits.take(RATE, "a")).type, "allowed");
  clock.move(4 * SECOND);
  // Three were used 4 seconds ago: 0.4 are back, and the missing 0.6 take 6 seconds.
  deepStrictEqual(await limits.take(RATE, "a"), { type: "refused", retryAfterSeconds: 6 });
  equal((await limits.take(RATE, "b")).type, "allowed");
  equal((await limits.take({ ...RATE, name: "reset" }, "a")).type, "allowed");
  clock.move(6 * SECOND);
  equal((await limits.take(RATE, "a")).type, "allowed");
  equal((await limits.take(RATE, "a")).type, "refused");
});

databaseTest("take() gives no more to many at once in several processes", async (database) => {
  const { now } = makeClock();
  const processes = [1, 2, 3].map(() => createRateLimits({ database, now }));
  const taken = await Promise.all(
    Array.from({ length: 30 }, (_, i) => processes[i % 3].take(RATE, "a")),
  );
  equal(taken.filter(({ type }) => type === "allowed").length, 3);
});

databaseTest("giveBack() lets one more through, for all processes", async (database) => {
  const { now } = makeClock();
  const [one, other] = [1, 2].map(() => createRateLimits({ database, now }));
  for (let i = 0; i < 3; i++) await one.take(RATE, "a");
  await other.giveBack(RATE, "a");
  await other.giveBack(RATE, "nobody's");
  equal((await one.take(RATE, "a")).type, "allowed");
  equal((await other.take(RATE, "a")).type, "refused");
});

databaseTest("tidy() forgets the keys that are full again", async (database) => {
  const clock = makeClock();
  const limits = createRateLimits({ database, now: clock.now });
  await limits.take(RATE, "a");
  await limits.take(RATE, "'; drop table daybook.rate_limits; --");
  equal(await limits.tidy(), 0);
  clock.move(MINUTE);
  equal(await limits.tidy(), 2);
});

databaseTest("take() counts a network of IPv6 as one address", async (database) => {
  const limits = createRateLimits({ database, now: makeClock().now });
  const rate = { name: "sign_in", size: 1, refillMilliseconds: 60_000 };
  const take = async (address: string) => (await limits.take(rate, address)).type;
  equal(await take("2001:db8:0:1::7"), "allowed");
  // The same first 64 bits, written in two ways.
  equal(await take("2001:db8:0:1:ffff::"), "refused");
  equal(await take("2001:0DB8::1:0:0:0:8"), "refused");
  equal(await take("2001:db8:0:2::7"), "allowed");
  // What stands for an address of IPv4, and this machine, are no network of that kind.
  for (const one of ["::ffff:192.0.2.1", "::ffff:192.0.2.2", "::1", "192.0.2.1"]) {
    equal(await take(one), "allowed");
  }
});
