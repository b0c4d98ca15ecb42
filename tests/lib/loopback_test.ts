import { equal } from "node:assert/strict";
import { isLoopback, isLoopbackHost } from "@/lib/loopback.ts";

Deno.test("isLoopback() knows this machine by the host of a URL", async (t) => {
  const cases: [url: string, is: boolean][] = [
    ["http://127.0.0.1:8000/a", true],
    ["http://LOCALHOST/", true],
    ["http://[::1]:8000/", true],
    ["postgres://me@localhost/daybook", true],
    // No host: by the socket of this machine.
    ["postgres:///daybook", true],
    ["http://db.example/", false],
    ["http://localhost.evil.example/", false],
    ["http://127.0.0.1@evil.example/", false],
    ["postgres:///daybook?host=/run/postgresql", true],
    ["postgres:///daybook?host=db.example", false],
    // Whoever connects goes to the host, whatever a parameter says.
    ["http://evil.example/?host=localhost", false],
    ["postgres://db.example/daybook?host=localhost", false],
    ["postgres://db.example/daybook?host=/run/postgresql", false],
    ["no address", false],
  ];
  for (const [url, is] of cases) await t.step(url, () => equal(isLoopback(url), is));
});

Deno.test("isLoopbackHost() takes an address of IPv6 with and without its brackets", () => {
  equal(isLoopbackHost("::1"), true);
  equal(isLoopbackHost("[::1]"), true);
  equal(isLoopbackHost("0.0.0.0"), false);
  equal(isLoopbackHost("::"), false);
});
