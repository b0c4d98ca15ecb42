import { deepStrictEqual, equal, match } from "node:assert/strict";
import { forgetSession, keepSession, sessionOf } from "@/routes/(_shared)/cookie.ts";
import {
  forgetOpenIdState,
  keepOpenIdState,
  openIdStateOf,
} from "@/routes/(_shared)/open_id_cookie.ts";

const EXPIRES = "2027-01-31T10:20:30Z";

Deno.test("sessionOf() takes over TLS what no other host or page without TLS can have set", () => {
  const headers = { Cookie: "daybook_session=tossed; __Host-daybook_session=ours" };
  equal(sessionOf(new Request("https://daybook.example.org/", { headers })), "ours");
  const tossed = { headers: { Cookie: "daybook_session=tossed" } };
  equal(sessionOf(new Request("https://daybook.example.org/", tossed)), null);
  equal(sessionOf(new Request("http://127.0.0.1/", tossed)), "tossed");
});

Deno.test("keepSession() and forgetSession() bind the cookie to this host over TLS", () => {
  // A browser takes a name with this beginning only with Secure, Path=/ and without Domain.
  for (const header of [keepSession("a", EXPIRES, true), forgetSession(true)]) {
    match(header, /^__Host-daybook_session=a?; Path=\/; HttpOnly; SameSite=Lax; .+; Secure$/);
  }
  for (const header of [keepSession("a", EXPIRES, false), forgetSession(false)]) {
    match(header, /^daybook_session=a?; Path=\/; HttpOnly; SameSite=Lax; [^;]+$/);
  }
});

Deno.test("openIdStateOf() reads what keepOpenIdState() keeps, over TLS from this host alone", () => {
  for (const url of ["https://daybook.example.org/sign-in", "http://127.0.0.1/sign-in"]) {
    const secure = url.startsWith("https:");
    const [Cookie] = keepOpenIdState("state", secure).split(";");
    equal(openIdStateOf(new Request(url, { headers: { Cookie } })), "state");
    deepStrictEqual(
      [keepOpenIdState("state", secure), forgetOpenIdState(secure)]
        .map((header) => header.startsWith("__Host-") && header.includes("Path=/;")),
      [secure, secure],
    );
  }
});
