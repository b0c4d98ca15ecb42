import { equal } from "node:assert/strict";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import { rightOf } from "@/lib/workspace/sharing/rights.ts";

Deno.test("rightOf() gives by role, and by whose a notebook is", () => {
  const cases: [AccountRole, "mine" | "other" | null, "view" | "edit" | null, string][] = [
    ["admin", "other", null, "own"],
    ["editor", "mine", null, "own"],
    ["editor", "other", "edit", "edit"],
    ["editor", "other", "view", "view"],
    ["editor", "other", null, "none"],
    ["editor", null, null, "none"],
    ["viewer", "other", "edit", "view"],
    ["viewer", "mine", null, "view"],
    ["viewer", null, null, "none"],
  ];
  for (const [role, owner, verb, right] of cases) {
    equal(rightOf({ account: "mine", role, owner, verb }), right, `${role} ${owner} ${verb}`);
  }
});
