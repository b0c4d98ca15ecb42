import { rejects as assertRejects } from "node:assert/strict";
import { createRateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { takeLetters } from "@/lib/workspace/mail/letter_limit.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest("takeLetters() takes all that are wanted, or none", async (database) => {
  const now = new Date("2026-03-01T12:00:00Z");
  const limits = createRateLimits({ database, now: () => now });
  await takeLetters(limits, 60);
  // 40 of the hundred are left: the 41st of these is one too many, and one more takes 10 seconds.
  await assertRejects(takeLetters(limits, 41), { code: "TOO_OFTEN", retryAfterSeconds: 10 });
  await takeLetters(limits, 40);
  await assertRejects(takeLetters(limits, 1), { code: "TOO_OFTEN" });
});
