import { deepStrictEqual } from "node:assert/strict";
import type { ErrorCode } from "@/lib/errors.ts";
import { followUp, type RunEnd } from "@/lib/jobs/follow_up.ts";

/** Tried again twice, at first after five minutes. */
const RULES = { retries: 2, retrySeconds: 300, runsAgain: true };

const FAILED: RunEnd = { state: "failed", code: "TIME_LIMIT" };
const GIVEN_UP = { type: "given_up" } as const;
const AT_ONCE = { type: "again", afterSeconds: 0 } as const;

Deno.test("followUp() leaves what is done, and what somebody stopped", () => {
  const often = { failures: 9, interruptions: 9 };
  deepStrictEqual(followUp({ state: "done" }, often, RULES), { type: "nothing" });
  deepStrictEqual(followUp({ state: "cancelled" }, often, RULES), { type: "nothing" });
});

Deno.test("followUp() waits twice as long after each failure, until it gives up", () => {
  const after = (failures: number) => followUp(FAILED, { failures, interruptions: 0 }, RULES);
  deepStrictEqual(after(1), { type: "again", afterSeconds: 300 });
  deepStrictEqual(after(2), { type: "again", afterSeconds: 600 });
  deepStrictEqual(after(3), GIVEN_UP);
});

Deno.test("followUp() tries nothing again where no retries are wanted", () => {
  const once = { failures: 1, interruptions: 0 };
  deepStrictEqual(followUp(FAILED, once, { ...RULES, retries: 0 }), GIVEN_UP);
});

Deno.test("followUp() does not count interruptions as failures", () => {
  const tries = { failures: 1, interruptions: 3 };
  deepStrictEqual(followUp(FAILED, tries, RULES), { type: "again", afterSeconds: 300 });
});

Deno.test("followUp() gives up at once what is the same however often it is tried", async (t) => {
  const lasting: readonly ErrorCode[] = [
    "BAD_NOTEBOOK",
    "BAD_EXPRESSION",
    "BAD_PARAMETER",
    "NOT_FOUND",
    "NOT_GRANTED",
  ];
  for (const code of lasting) {
    await t.step(code, () => {
      const first = { failures: 1, interruptions: 0 };
      deepStrictEqual(followUp({ state: "failed", code }, first, RULES), GIVEN_UP);
    });
  }
});

Deno.test("followUp() runs again at once what was interrupted, three times", () => {
  const after = (interruptions: number, runsAgain = true) =>
    followUp({ state: "interrupted" }, { failures: 0, interruptions }, { ...RULES, runsAgain });
  deepStrictEqual(after(1), AT_ONCE);
  deepStrictEqual(after(3), AT_ONCE);
  // Whatever ends the process each time is not run for ever.
  deepStrictEqual(after(4), GIVEN_UP);
  deepStrictEqual(after(1, false), GIVEN_UP);
});
