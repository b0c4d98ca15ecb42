import { equal, match, notEqual } from "node:assert/strict";
import { requestIdOf } from "@/lib/web/request_id.ts";

function idOf(sent: string | null): string {
  const headers = new Headers(sent === null ? [] : [["X-Request-Id", sent]]);
  return requestIdOf(new Request("http://127.0.0.1/", { headers }));
}

Deno.test("requestIdOf() keeps an id that may be one, and makes another in place of what may not", () => {
  for (const one of ["a", "Trace_1-2", "x".repeat(64)]) equal(idOf(one), one);
  for (const none of [null, "", "x".repeat(65), "a b", "a.b", "ä", '"']) {
    match(idOf(none), /^[0-9a-f-]{36}$/);
    notEqual(idOf(none), idOf(none));
  }
});
