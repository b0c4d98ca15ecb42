import { strictEqual as assertIs } from "node:assert/strict";
import { whenWords } from "@/lib/steps/when.ts";

Deno.test("whenWords() tells when something was", () => {
  assertIs(whenWords("2026-07-01", "day"), "on 1 Jul 2026");
  assertIs(whenWords("2026-06-29", "week"), "in the week of 29 Jun 2026");
  assertIs(whenWords("2026-07-01", "month"), "in Jul 2026");
  const style = { grain: "hour", zone: "Europe/Berlin" } as const;
  assertIs(whenWords("2026-07-01T10:00:00Z", style), "on 1 Jul 2026, 12:00");
});
