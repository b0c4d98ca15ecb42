import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Owner } from "@/lib/workspace/owner/contract.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { makePeople, openPeoplePages, sessionIn } from "@/tests/helpers/people.ts";
import { formOf, openPages } from "@/tests/helpers/site.ts";

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

databaseTest("/sign-in takes a password from its own page alone", async (database) => {
  const people = await makePeople(database);
  await people.add("eva", "viewer");
  const fetchPasswords = await openPeoplePages(people, ["routes/sign-in.tsx"]);
  const right = formOf({ email: "Eva@Example.com", password: PASSWORD, next: "/data" });
  const entered = await fetchPasswords("/sign-in", right);
  assertEquals([entered.status, entered.headers.get("Location")], [303, "/data"]);
  assertIs((await people.owner.session({ session: sessionIn(entered) ?? "" }))?.name, "eva");
  const others: Record<string, string>[] = [
    { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
  ];
  for (const headers of others) {
    const answer = await fetchPasswords("/sign-in", { ...right, headers });
    assertEquals([answer.status, sessionIn(answer)], [403, null]);
  }
});

databaseTest("/sign-in refuses alike whatever is wrong, and locks in time", async (database) => {
  const people = await makePeople(database);
  await people.add("eva", "viewer");
  const fetchPasswords = await openPeoplePages(people, ["routes/sign-in.tsx"]);
  const answers = [];
  for (const email of ["eva@example.com", "nobody@example.com", "no address"]) {
    const answer = await fetchPasswords("/sign-in", formOf({ email, password: "wrong" }));
    answers.push([answer.status, (await answer.text()).replaceAll(email, "…")]);
  }
  assertEquals(answers[1], answers[0]);
  assertEquals(answers[2], answers[0]);
  const typed = { email: "eva@example.com", password: "wrong" };
  let last = await fetchPasswords("/sign-in", formOf(typed));
  // Ten are free, of which two were used: the eleventh is told to wait.
  for (let count = 3; count <= 11; count++) last = await fetchPasswords("/sign-in", formOf(typed));
  assertIs(last.status, 429);
  assertIs(last.headers.get("Retry-After"), "60");
  assertMatch(await last.text(), /Wait 60 seconds/);
});
