import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { createOpenId } from "@/lib/auth/oidc/open_id.ts";
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import type { Database } from "@/lib/db/database.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { configOf, startProvider } from "@/tests/helpers/open_id_provider.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { makePeople, openPeoplePages, OWNER, sessionIn } from "@/tests/helpers/people.ts";
import { formOf, ORIGIN } from "@/tests/helpers/site.ts";

const FILES = [
  "routes/sign-in.tsx",
  "routes/sign-in/openid/index.ts",
  "routes/sign-in/openid/back.ts",
  "routes/account.tsx",
];
const BACK = `${ORIGIN}/sign-in/openid/back`;
const REFUSED = "/sign-in?after=elsewhere";

interface Given {
  readonly signUps?: SignUpPolicy;
  readonly domains?: readonly string[];
}

async function open(database: Database, { signUps, domains = [] }: Given = {}) {
  const provider = await startProvider([BACK]);
  const openId = createOpenId(configOf(provider, domains));
  const people = await makePeople(database, { openId, signUps });
  const fetchPage = await openPeoplePages(people, FILES);

  /** Begins, and returns where the browser goes and the cookie that it keeps. */
  async function begin(next = "/account") {
    const begun = await fetchPage(`/sign-in/openid?${new URLSearchParams({ next })}`);
    const cookie = /daybook_openid=[^;]+/.exec(begun.headers.get("Set-Cookie") ?? "")?.[0] ?? "";
    return { location: begun.headers.get("Location") ?? "", cookie };
  }

  /** Walks the whole way as one browser does. */
  async function enter(person: string) {
    const { location, cookie } = await begin();
    const back = await provider.walk(location, person);
    return await fetchPage(back, { headers: { Cookie: cookie } });
  }

  const close = () => provider[Symbol.asyncDispose]();
  return { ...people, provider, fetchPage, begin, enter, [Symbol.asyncDispose]: close };
}

databaseTest("/sign-in/openid signs in by an address that is verified", async (database) => {
  await using desk = await open(database);
  const { provider, owner, add, begin, enter, fetchPage } = desk;
  const eva = await add("eva", "editor");
  provider.people.set("1", { email: "EVA@example.com", email_verified: true, name: "Somebody" });
  match(await (await fetchPage("/sign-in")).text(), /Sign in with Example/);
  const { location } = await begin();
  const asked = new URL(location).searchParams;
  deepStrictEqual(
    ["code_challenge_method", "response_type", "redirect_uri"].map((name) => asked.get(name)),
    ["S256", "code", BACK],
  );
  for (const name of ["state", "nonce", "code_challenge"]) {
    match(asked.get(name) ?? "", /^[\w-]{43}$/, name);
  }
  const answer = await enter("1");
  deepStrictEqual([answer.status, answer.headers.get("Location")], [303, "/account"]);
  const session = await owner.session({ session: sessionIn(answer) ?? "" });
  deepStrictEqual([session?.by, session?.name], [{ type: "account", id: eva }, "eva"]);
});

databaseTest(
  "/sign-in/openid refuses an address that is not shown to be theirs",
  async (database) => {
    await using desk = await open(database, { signUps: "open" });
    const { provider, enter, add, admin, auth } = desk;
    await add("eva", "editor");
    provider.people.set("no", { email: "eva@example.com", email_verified: false });
    // Some places send a text: that is no yes.
    provider.people.set("text", { email: "eva@example.com", email_verified: "true" });
    provider.people.set("silent", { email: "eva@example.com" });
    provider.people.set("none", { name: "Eva" });
    for (const person of provider.people.keys()) {
      const answer = await enter(person);
      deepStrictEqual([answer.headers.get("Location"), sessionIn(answer)], [REFUSED, null], person);
    }
    equal((await admin.accounts({ by: OWNER })).length, 1);
    const events = await auth.audit.list({ size: 10, event: "sign_in_failed" });
    equal(events.length, 4);
  },
);

databaseTest("/sign-in/openid ends in the browser that began it, once", async (database) => {
  await using desk = await open(database);
  const { provider, begin, add, fetchPage } = desk;
  await add("eva", "editor");
  provider.people.set("1", { email: "eva@example.com", email_verified: true });
  const mine = await begin();
  const others = await begin();
  const back = await provider.walk(mine.location, "1");
  const at = async (url: string, cookie: string) => {
    const answer = await fetchPage(url, { headers: { Cookie: cookie } });
    return sessionIn(answer) !== null;
  };
  // Somebody else's browser was led to it, as by a link in a mail.
  equal(await at(back, ""), false);
  equal(await at(back, others.cookie), false);
  equal(await at(back, mine.cookie), true);
  equal(await at(back, mine.cookie), false);
  const third = await begin();
  const good = await provider.walk(third.location, "1");
  const forged = new URL(good);
  forged.searchParams.set("state", "x".repeat(43));
  equal(await at(forged.href, third.cookie), false);
  const denied = await begin();
  const { state } = Object.fromEntries(new URL(denied.location).searchParams);
  equal(await at(`${BACK}?error=access_denied&state=${state}`, denied.cookie), false);
});

databaseTest("/sign-in/openid makes accounts only where these are let in", async (database, t) => {
  const cases: [name: string, given: Given, email: string, isIn: boolean][] = [
    ["by invitation, and nobody invited them", {}, "new@example.com", false],
    ["open", { signUps: "open" }, "open@example.com", true],
    ["of a domain that is allowed", { domains: ["example.com"] }, "own@example.com", true],
    ["of another domain", { domains: ["example.com"], signUps: "open" }, "a@evil.example", false],
    ["of a domain below it", { domains: ["example.com"] }, "a@sub.example.com", false],
    ["closed", { signUps: "closed", domains: ["example.com"] }, "shut@example.com", false],
  ];
  for (const [name, given, email, isIn] of cases) {
    await t.step(name, async () => {
      await using desk = await open(database, given);
      desk.provider.people.set("1", { email, email_verified: true, name: "Neo" });
      equal(sessionIn(await desk.enter("1")) !== null, isIn);
    });
  }
  await t.step("who was invited has the role of the invitation", async () => {
    await using desk = await open(database);
    const asked = { by: OWNER, role: "editor", origin: ORIGIN, email: "inv@example.com" } as const;
    await desk.admin.invite(asked);
    desk.provider.people.set("1", { email: "inv@example.com", email_verified: true });
    const session = sessionIn(await desk.enter("1")) ?? "";
    equal((await desk.owner.session({ session }))?.role, "editor");
  });
});

databaseTest("/sign-in/openid leaves nothing to who typed the address first", async (database) => {
  await using desk = await open(database, { signUps: "open" });
  const { provider, accounts, auth, owner, enter, fetchPage } = desk;
  const comer = { userAgent: null, address: null };
  const email = "eva@example.com";
  const typed = { email, name: "Thief", password: PASSWORD, invitation: null };
  await accounts.signUp({ ...typed, ...comer, origin: ORIGIN });
  const entered = await accounts.signIn({ email, password: PASSWORD, ...comer });
  ok(entered.type === "signed_in");
  const thief = await owner.session(entered.begun);
  ok(thief?.by.type === "account");
  const { key } = await accounts.createKey({
    by: thief.by,
    name: "Key",
    scopes: ["metrics:read"],
    days: null,
  });

  provider.people.set("1", { email, email_verified: true });
  const session = sessionIn(await enter("1")) ?? "";
  deepStrictEqual((await owner.session({ session }))?.by, thief.by);
  equal(await owner.session(entered.begun), null);
  equal((await auth.keys.check(key, null)).type, "refused");
  equal((await fetchPage("/sign-in", formOf({ email, password: PASSWORD }))).status, 401);
});

databaseTest("/sign-in/openid says so where the place does not answer", async (database) => {
  await using desk = await open(database);
  await desk.provider[Symbol.asyncDispose]();
  const answer = await desk.fetchPage("/sign-in/openid");
  equal(answer.status, 502);
  match(await answer.text(), /Cannot sign in with Example as it must answer/);
});
