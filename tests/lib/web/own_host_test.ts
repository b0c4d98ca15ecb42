import { strictEqual as assertIs } from "node:assert/strict";
import { refuseOtherHost } from "@/lib/web/own_host.ts";

function statusOf(host: string | null): number {
  const headers = new Headers(host === null ? [] : [["Host", host]]);
  return refuseOtherHost(new Request("http://127.0.0.1/", { headers }))?.status ?? 200;
}

Deno.test("refuseOtherHost() lets through what names this machine, at any port", () => {
  for (const host of ["127.0.0.1:8000", "127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:9"]) {
    assertIs(statusOf(host), 200, host);
  }
});

Deno.test("refuseOtherHost() refuses any other name, as another site may lead here", () => {
  const others = ["evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example"];
  const forged = ["evil@127.0.0.1", "127.0.0.1:8000/evil", "127.0.0.1:", 'ev"il', "[::1", ""];
  for (const host of [...others, ...forged]) assertIs(statusOf(host), 421, host);
  assertIs(statusOf(null), 421);
});
