import { equal } from "node:assert/strict";
import { grantOf, keepGrant } from "@/routes/(_shared)/link_cookie.ts";

Deno.test("grantOf() finds the grant among cookies", () => {
  const request = (cookie: string) => new Request("http://a.example/", { headers: { cookie } });
  equal(grantOf(request("a=1; daybook_link=123.abc; b=2")), "123.abc");
  equal(grantOf(request("daybook_link=")), null);
  equal(grantOf(request("xdaybook_link=1")), null);
  equal(grantOf(new Request("http://a.example/")), null);
});

Deno.test("keepGrant() keeps a grant for one page, by TLS where there is TLS", () => {
  const path = "/s/token";
  equal(
    keepGrant("1.a", { path, secure: false }),
    "daybook_link=1.a; Path=/s/token; HttpOnly; SameSite=Lax",
  );
  equal(
    keepGrant("1.a", { path, secure: true }),
    "daybook_link=1.a; Path=/s/token; HttpOnly; SameSite=Lax; Secure",
  );
});
