import { deepStrictEqual as assertEquals, doesNotMatch, match } from "node:assert/strict";
import { briefTemplate } from "@/lib/workspace/sales/brief_text.ts";
import type { SalesRole } from "@/lib/workspace/sales/contract.ts";

function templateWith(...roles: readonly SalesRole[]): string {
  return briefTemplate((role) => roles.includes(role)) ?? "";
}

Deno.test("briefTemplate() leaves the notebook's own where the file has all columns", () => {
  assertEquals(briefTemplate(() => true), null);
});

Deno.test("briefTemplate() says nothing of what the file has no column for", () => {
  const bare = templateWith();
  doesNotMatch(bare, /units|region|category|cancel/i);
  match(bare, /brought \{\{ weekly\.revenue\.total \}\}\.\n\nThe best order brought/);
  const shops = templateWith("region", "units");
  match(shops, /The most came from \{\{ weekly\.revenue\.top\.region \}\}\.\n/);
  match(
    shops,
    /for \{\{ best_transaction\.units \}\} units in \{\{ best_transaction\.region \}\}\./,
  );
  doesNotMatch(shops, /category|cancel/i);
});
