import { deepStrictEqual, equal } from "node:assert/strict";
import { createAllowance } from "@/lib/auth/limits/allowance.ts";

function allowanceOfTwo() {
  const clock = { milliseconds: 0 };
  const allowance = createAllowance({
    size: 2,
    refillMilliseconds: 10_000,
    now: () => clock.milliseconds,
  });
  return { allowance, clock };
}

Deno.test("take() refuses when all is used, and says when one is back", () => {
  const { allowance, clock } = allowanceOfTwo();
  equal(allowance.take("a").type, "allowed");
  clock.milliseconds = 4_000;
  equal(allowance.take("a").type, "allowed");
  // 2 - 1 + 0.4 = 1.4, less one is 0.4: the missing 0.6 take 6 seconds.
  deepStrictEqual(allowance.take("a"), { type: "refused", retryAfterSeconds: 6 });
  clock.milliseconds = 10_000;
  equal(allowance.take("a").type, "allowed");
  equal(allowance.take("a").type, "refused");
});

Deno.test("take() counts each key by itself", () => {
  const { allowance } = allowanceOfTwo();
  allowance.take("a");
  allowance.take("a");
  equal(allowance.take("a").type, "refused");
  equal(allowance.take("b").type, "allowed");
});

Deno.test("take() never saves up more than the size", () => {
  const { allowance, clock } = allowanceOfTwo();
  allowance.take("a");
  clock.milliseconds = 1_000_000;
  equal(allowance.take("a").type, "allowed");
  equal(allowance.take("a").type, "allowed");
  equal(allowance.take("a").type, "refused");
});

Deno.test("giveBack() gives back one, and never more than the size", () => {
  const { allowance } = allowanceOfTwo();
  allowance.take("a");
  allowance.take("a");
  allowance.giveBack("a");
  equal(allowance.take("a").type, "allowed");
  equal(allowance.take("a").type, "refused");
  allowance.giveBack("b");
  allowance.take("b");
  allowance.take("b");
  equal(allowance.take("b").type, "refused");
});
