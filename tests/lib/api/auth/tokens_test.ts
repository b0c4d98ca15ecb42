import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { createAuth } from "@/lib/auth/auth.ts";
import { createLog } from "@/lib/log.ts";
import { createAccess } from "@/lib/workspace/access/access.ts";
import { makeClock, MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { describedBy } from "@/tests/helpers/described.ts";
import { openPages } from "@/tests/helpers/site.ts";
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import type { Database } from "@/lib/db/database.ts";

const PASSWORD = "a long enough one";

/** Opens the operations over a database. */
async function open(database: Database, signUps: SignUpPolicy = "open") {
  const clock = makeClock();
  const log = createLog({ level: "error", write() {} });
  const auth = createAuth({ database, log, signUps, signingKey: null, now: clock.now });
  const access = createAccess({ auth, apiKey: "key-of-the-settings-0123456789abcdef" });
  const fetchPage = describedBy(await openPages({ access }, ["routes/api/[...path].ts"]));
  async function post(path: string, sent: unknown) {
    const answer = await fetchPage(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(sent),
    });
    const text = await answer.text();
    return { answer, status: answer.status, told: text === "" ? null : JSON.parse(text) };
  }
  return { clock, auth, fetchPage, post };
}

databaseTest("POST /api/auth/signup answers known and new addresses alike", async (database) => {
  const { post } = await open(database);
  const typed = { email: "ann@example.com", name: "Ann", password: PASSWORD };
  const [first, second] = [
    await post("/api/auth/signup", typed),
    await post("/api/auth/signup", { ...typed, password: "quite another one" }),
  ];
  deepStrictEqual([first.status, first.told], [202, { status: "accepted" }]);
  deepStrictEqual([second.status, second.told], [first.status, first.told]);
  const logIn = await post("/api/auth/login", { email: "ann@example.com", password: PASSWORD });
  equal(logIn.status, 200);
  const short = await post("/api/auth/signup", { ...typed, password: "short" });
  deepStrictEqual([short.status, short.told.code], [422, "BAD_PARAMETER"]);
});

databaseTest("POST /api/auth/signup is for whom the policy says", async (database) => {
  const { post } = await open(database, "by_invitation");
  const { status, told } = await post("/api/auth/signup", {
    email: "ann@example.com",
    name: "Ann",
    password: PASSWORD,
  });
  deepStrictEqual([status, told.code], [403, "NOT_GRANTED"]);
});

databaseTest("POST /api/auth/login, refresh and logout turn tokens over", async (database) => {
  const { post, fetchPage, clock } = await open(database);
  await post("/api/auth/signup", { email: "ann@example.com", name: "Ann", password: PASSWORD });
  const wrong = await post("/api/auth/login", { email: "ann@example.com", password: "not that" });
  const unknown = await post("/api/auth/login", { email: "bob@example.com", password: PASSWORD });
  deepStrictEqual([wrong.status, wrong.told.code], [401, "NOT_SIGNED_IN"]);
  deepStrictEqual({ ...unknown.told, request_id: "" }, { ...wrong.told, request_id: "" });

  const { told: first } = await post("/api/auth/login", {
    email: "ann@example.com",
    password: PASSWORD,
  });
  // 30 minutes and 7 days from 12:00 on 1 March.
  equal(first.access_expires_at, "2026-03-01T12:30:00.000Z");
  equal(first.refresh_expires_at, "2026-03-08T12:00:00.000Z");
  // Who is known is told that there is no such operation; who is not, that they are not.
  const asked = async (token: string) =>
    (await fetchPage("/api/none", { headers: { Authorization: `Bearer ${token}` } })).status;
  equal(await asked(first.access_token), 404);
  equal(await asked("made.up.token"), 401);
  clock.move(30 * MINUTE);
  equal(await asked(first.access_token), 401);

  const turned = await post("/api/auth/refresh", { refresh_token: first.refresh_token });
  equal(await asked(turned.told.access_token), 404);
  // The old one again: whoever has it has copied it, and all of the family ends.
  equal((await post("/api/auth/refresh", { refresh_token: first.refresh_token })).status, 401);
  equal(await asked(turned.told.access_token), 401);
  const { told: next } = await post("/api/auth/login", {
    email: "ann@example.com",
    password: PASSWORD,
  });
  equal((await post("/api/auth/logout", { refresh_token: next.refresh_token })).status, 204);
  equal((await post("/api/auth/logout", { refresh_token: "made up" })).status, 204);
  equal(await asked(next.access_token), 401);
});

databaseTest(
  "POST /api/auth/login locks out who guesses, and says until when",
  async (database) => {
    const { post } = await open(database);
    await post("/api/auth/signup", { email: "ann@example.com", name: "Ann", password: PASSWORD });
    const tries: number[] = [];
    for (let count = 0; count < 11; count++) {
      const { status } = await post("/api/auth/login", { email: "ann@example.com", password: "x" });
      tries.push(status);
    }
    deepStrictEqual(tries, [...Array(10).fill(401), 429]);
    const { answer, told } = await post("/api/auth/login", {
      email: "ann@example.com",
      password: PASSWORD,
    });
    deepStrictEqual([answer.status, told.code], [429, "TOO_OFTEN"]);
    match(answer.headers.get("Retry-After") ?? "", /^\d+$/);
  },
);

databaseTest("A key of an account and that of the settings are known", async (database) => {
  const { auth, fetchPage } = await open(database);
  const { id } = await auth.administration.create({
    email: "ann@example.com",
    name: "Ann",
    role: "editor",
    password: null,
    by: null,
  });
  const { key } = await auth.keys.create({
    account: id,
    name: "A program",
    scopes: ["metrics:read"],
    expiresAt: null,
  });
  const asked = async (sent: string) =>
    (await fetchPage("/api/none", { headers: { "X-API-Key": sent } })).status;
  equal(await asked(key), 404);
  equal(await asked("key-of-the-settings-0123456789abcdef"), 404);
  equal(await asked(`${key}x`), 401);
  equal(await asked(""), 401);
  // A key goes before a cookie, and one that is wrong is not made up for by it.
  const both = await fetchPage("/api/none", {
    headers: { "X-API-Key": "wrong", Cookie: "daybook_session=any" },
  });
  equal(both.status, 401);
  ok(await auth.keys.revoke({ id: (await auth.keys.list(id))[0].id, account: id }));
  equal(await asked(key), 401);
});

databaseTest(
  "Wrong keys and tokens are counted by address, and told until it is too much",
  async (database) => {
    const { auth, fetchPage } = await open(database);
    const statuses = new Map<number, number>();
    for (let count = 0; count < 120; count++) {
      const headers: Record<string, string> = count % 2 === 0
        ? { "X-API-Key": `wrong ${count}` }
        : { Authorization: `Bearer wrong${count}` };
      const { status } = await fetchPage("/api/none", { headers });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    deepStrictEqual([...statuses], [[401, 100], [429, 20]]);
    // Each of the first hundred; the one over it is told once as that, and perhaps as a key before.
    const told = await auth.audit.list({ size: 500 });
    equal(told.filter(({ event }) => event === "rate_limit_hit").length, 1);
    ok(told.length <= 102, String(told.length));
    // A key that is right passes all the same.
    const right = { "X-API-Key": "key-of-the-settings-0123456789abcdef" };
    equal((await fetchPage("/api/none", { headers: right })).status, 404);
  },
);

databaseTest("POST /api/auth/login reads little of whom nobody knows", async (database) => {
  const { fetchPage } = await open(database);
  const post = (bytes: number) =>
    fetchPage("/api/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify("x".repeat(bytes - 2)),
    }).then(async (answer) => [answer.status, (await answer.json()).code]);
  // 64 kB are 65,536 bytes, of which two are the marks around the text.
  deepStrictEqual(await post(65_536), [422, "BAD_PARAMETER"]);
  deepStrictEqual(await post(65_537), [413, "FILE_TOO_LARGE"]);
});
