import { equal, match } from "node:assert/strict";
import { contentPolicy } from "@/routes/(_shared)/policy.ts";

Deno.test("contentPolicy() lets nobody frame a page unless they are named", () => {
  match(contentPolicy(), /; frame-ancestors 'none'$/);
  match(contentPolicy([]), /; frame-ancestors 'none'$/);
  match(
    contentPolicy(["https://a.example", "https://b.example:8443"]),
    /; frame-ancestors https:\/\/a\.example https:\/\/b\.example:8443$/,
  );
});

Deno.test("contentPolicy() lets no inline script run, whoever frames the page", () => {
  const policy = contentPolicy(["https://a.example"]);
  match(policy, /script-src 'self';/);
  equal(policy.includes("script-src 'self' "), false);
});
