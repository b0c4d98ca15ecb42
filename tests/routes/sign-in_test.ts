import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Owner } from "@/lib/workspace/owner/contract.ts";
import { openPages } from "@/tests/helpers/site.ts";

const tried: unknown[] = [];

const owner: Owner = {
  signIn(asked) {
    tried.push(asked);
    const started = { session: "secret", expiresAt: "2027-01-31T10:20:30Z" };
    return Promise.resolve(asked.token === "right" ? started : null);
  },
  session: () => Promise.resolve(null),
  signOut: () => Promise.resolve(),
};

const fetchPage = await openPages({ owner }, ["routes/sign-in.tsx"]);

Deno.test("/sign-in turns a token into a cookie that scripts and other sites can't use", async () => {
  const answer = await fetchPage("/sign-in?token=right&next=/data%3Fa=1", {
    headers: { "User-Agent": "Browser" },
  });
  assertEquals([answer.status, answer.headers.get("Location")], [303, "/data?a=1"]);
  assertIs(
    answer.headers.get("Set-Cookie"),
    "daybook_session=secret; Path=/; HttpOnly; SameSite=Lax; " +
      "Expires=Sun, 31 Jan 2027 10:20:30 GMT",
  );
  assertEquals(tried.at(-1), { token: "right", userAgent: "Browser", address: "127.0.0.1" });
});

Deno.test("/sign-in refuses a token that is wrong, and sets no cookie", async () => {
  const answer = await fetchPage("/sign-in?token=wrong");
  assertEquals([answer.status, answer.headers.get("Set-Cookie")], [401, null]);
  assertMatch(await answer.text(), /role="alert"/);
});

Deno.test("/sign-in does not use a token up for who only looks where the link leads", async () => {
  const before = tried.length;
  assertIs((await fetchPage("/sign-in?token=right", { method: "HEAD" })).status, 200);
  assertIs(tried.length, before);
});

Deno.test("/sign-in leads nowhere but into the workspace", async () => {
  const elsewhere = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/.//evil.example/",
    "http://workspace.invalid//evil.example/",
    "javascript:alert(1)",
  ];
  for (const next of elsewhere) {
    const answer = await fetchPage(`/sign-in?${new URLSearchParams({ token: "right", next })}`);
    assertIs(answer.headers.get("Location"), "/", next);
  }
});
