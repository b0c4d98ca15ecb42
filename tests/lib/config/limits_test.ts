import { deepStrictEqual, rejects } from "node:assert/strict";
import { readConfig } from "@/lib/config.ts";

Deno.test("readLimits() has limits that nobody meets at work, where none is set", () => {
  deepStrictEqual(readConfig({}).limits, {
    requestsPerMinute: 3000,
    ingestsPerMinute: 12_000,
    room: { accountBytes: 20_000_000_000, allBytes: 100_000_000_000 },
    answerBytes: 256_000_000,
    answerMilliseconds: 120_000,
    // What takes long may wait for a statement of half an hour besides.
    longMilliseconds: 1_920_000,
    cellMilliseconds: 3_600_000,
    outsideMilliseconds: 30_000,
    deliveryMilliseconds: 30_000,
  });
});

Deno.test("readLimits() takes what is set, and gives letters up before they count as lost", () => {
  const { limits, models } = readConfig({
    REQUEST_RATE_LIMIT: "60",
    INGEST_RATE_LIMIT: "100000",
    STORAGE_MAX_MB: "5",
    ACCOUNT_STORAGE_MAX_MB: "0",
    STATEMENT_SIZE_LIMIT_MB: "64",
    ANSWER_TIMEOUT_SECONDS: "10",
    STATEMENT_TIME_LIMIT_SECONDS: "5",
    CELL_TIME_LIMIT_SECONDS: "600",
    REQUEST_TIMEOUT_SECONDS: "600",
  });
  deepStrictEqual(limits, {
    requestsPerMinute: 60,
    ingestsPerMinute: 100_000,
    room: { accountBytes: Infinity, allBytes: 5_000_000 },
    answerBytes: 64_000_000,
    answerMilliseconds: 10_000,
    longMilliseconds: 15_000,
    cellMilliseconds: 600_000,
    outsideMilliseconds: 600_000,
    deliveryMilliseconds: 180_000,
  });
  deepStrictEqual(models.timeLimitMilliseconds, 600_000);
});

Deno.test("readLimits() refuses what is no limit", async () => {
  for (
    const [name, value] of [
      ["REQUEST_RATE_LIMIT", "0"],
      ["INGEST_RATE_LIMIT", "-1"],
      ["STORAGE_MAX_MB", "-1"],
      ["STATEMENT_SIZE_LIMIT_MB", "0"],
      ["ANSWER_TIMEOUT_SECONDS", "1000"],
      ["REQUEST_TIMEOUT_SECONDS", "0"],
      ["CELL_TIME_LIMIT_SECONDS", "0.5"],
    ]
  ) {
    await rejects(async () => await readConfig({ [name]: value }), {
      code: "BAD_SETTING",
      message: new RegExp(`^Cannot start as ${name} must be`),
    });
  }
});
