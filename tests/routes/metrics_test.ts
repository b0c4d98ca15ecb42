import { match as assertMatch, strictEqual as assertIs } from "node:assert/strict";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { isFromHere } from "@/routes/(_shared)/from_here.ts";
import { openPages } from "@/tests/helpers/site.ts";

const workspace = {
  seen: {
    figures: () => Promise.resolve("daybook_one 1\n"),
    ready: () => Promise.reject(),
    overdue: () => Promise.reject(),
  },
  access: {
    who: ({ credential }: Parameters<Workspace["access"]["who"]>[0]) =>
      Promise.resolve({
        by: { type: "account", id: "one" },
        role: credential.type === "bearer" ? credential.token : "viewer",
        scopes: null,
      }),
  },
} as unknown as Workspace; // the page asks for no more
const fetchPage = await openPages(workspace, ["routes/metrics.ts"]);

Deno.test("/metrics answers who asks on this machine, and admins from anywhere", async (t) => {
  const forwarded = { "X-Forwarded-For": "203.0.113.7" };
  const cases: [name: string, headers: Record<string, string>, status: number][] = [
    ["on this machine", {}, 200],
    ["through a proxy", forwarded, 401],
    ["through a proxy, as an editor", { ...forwarded, Authorization: "Bearer editor" }, 403],
    ["through a proxy, as an admin", { ...forwarded, Authorization: "Bearer admin" }, 200],
  ];
  for (const [name, headers, status] of cases) {
    await t.step(name, async () => {
      const answer = await fetchPage("/metrics", { headers });
      const text = await answer.text();
      assertIs(answer.status, status, text);
      if (status !== 200) {
        assertIs(answer.headers.get("Content-Type"), "application/problem+json");
      }
      if (status === 200) {
        assertMatch(answer.headers.get("Content-Type") ?? "", /^text\/plain; version=0\.0\.4/);
        assertMatch(text, /^daybook_one 1$/m);
      }
    });
  }
});

Deno.test("isFromHere() takes nobody for this machine who is not, or asks for another", () => {
  const asked = (url: string, remoteAddress: string, headers = {}) =>
    isFromHere(new Request(url, { headers }), { remoteAddress });
  assertIs(asked("http://127.0.0.1:8000/metrics", "127.0.0.1"), true);
  assertIs(asked("http://localhost/metrics", "::1"), true);
  assertIs(asked("http://127.0.0.1:8000/metrics", "192.0.2.7"), false);
  assertIs(asked("http://daybook.example/metrics", "127.0.0.1"), false);
  assertIs(asked("http://127.0.0.1/metrics", "127.0.0.1", { Forwarded: "for=192.0.2.7" }), false);
});
