import { deepStrictEqual, equal } from "node:assert/strict";
import { mayDo, parseScope, roleCovers, ROLES, SCOPES } from "@/lib/auth/roles.ts";

Deno.test("roleCovers() gives each role what the one before has, and more", () => {
  const covered = ROLES.map((role) => SCOPES.filter((scope) => roleCovers(role, scope)));
  deepStrictEqual(covered, [
    ["metrics:read", "notebooks:read", "notebooks:run"],
    [
      "metrics:read",
      "notebooks:read",
      "notebooks:run",
      "notebooks:write",
      "events:write",
      "messages:send",
    ],
    [...SCOPES],
  ]);
});

Deno.test("mayDo() needs the role and the scope of the key", () => {
  equal(mayDo({ role: "admin", scopes: null }, "admin"), true);
  equal(mayDo({ role: "admin", scopes: ["metrics:read"] }, "admin"), false);
  equal(mayDo({ role: "admin", scopes: [] }, "metrics:read"), false);
  // The key was made while its owner was an editor.
  equal(mayDo({ role: "viewer", scopes: ["events:write"] }, "events:write"), false);
});

Deno.test("parseScope() knows the scopes and nothing that objects bring along", () => {
  equal(parseScope("events:write"), "events:write");
  for (const text of ["", "Admin", "toString", "__proto__", "*"]) equal(parseScope(text), null);
});
