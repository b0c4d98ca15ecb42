import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import {
  asBrowser,
  makePeople,
  openPeoplePages,
  OWNER,
  sessionIn,
} from "@/tests/helpers/people.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import type { Database } from "@/lib/db/database.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { formOf } from "@/tests/helpers/site.ts";

const FILES = ["routes/account.tsx", "routes/sign-in.tsx", "routes/admin/index.tsx"];

async function open(database: Database) {
  const people = await makePeople(database);
  const account = await people.add("eva", "editor");
  const fetchPage = await openPeoplePages(people, FILES);
  const session = await people.enter("eva");
  const fetchOwn = asBrowser(fetchPage, session);
  return { ...people, account, fetchPage, fetchOwn, session };
}

databaseTest("/account changes the name, and says what is wrong with one", async (database) => {
  const { fetchOwn } = await open(database);
  const refused = await fetchOwn("/account", formOf({ do: "rename", name: "\u202eevil" }));
  equal(refused.status, 422);
  match(await refused.text(), /id="name-fault"/);
  const renamed = await fetchOwn("/account", formOf({ do: "rename", name: "Eva <b>" }));
  equal(renamed.headers.get("Location"), "/account?done=renamed");
  match(await (await fetchOwn("/account?done=renamed")).text(), /<h1>Eva &lt;b(>|&gt;)<\/h1>/);
});

databaseTest("/account changes the password and ends all other sessions", async (database) => {
  const { fetchOwn, owner, enter, session } = await open(database);
  const other = await enter("eva");
  const change = { do: "change_password", current: PASSWORD, password: "another long one" };
  const wrong = await fetchOwn("/account", formOf({ ...change, current: "no" }));
  match(await wrong.text(), /id="current-fault"[^>]*>This is not your present password/);
  const done = await fetchOwn("/account", formOf(change));
  equal(done.status, 303);
  for (const ended of [other, session]) equal(await owner.session({ session: ended }), null);
  ok(await owner.session({ session: sessionIn(done) ?? "" }));
});

databaseTest("/account ends one session, or all of them", async (database) => {
  const { fetchOwn, owner, enter, session } = await open(database);
  const other = await enter("eva");
  const html = await (await fetchOwn("/account")).text();
  match(html, /this browser/);
  const [, id] = /name="do" value="end_session"\/?><input[^>]*name="id" value="([0-9a-f]{64})"/
    .exec(html) ?? [];
  await fetchOwn("/account", formOf({ do: "end_session", id }));
  equal(await owner.session({ session: other }), null);
  ok(await owner.session({ session }));
  const out = await fetchOwn("/account", formOf({ do: "sign_out_everywhere" }));
  equal(out.headers.get("Location"), "/sign-in");
  match(out.headers.get("Set-Cookie") ?? "", /daybook_session=;.*Max-Age=0/);
  equal(await owner.session({ session }), null);
});

databaseTest("/account ends no session of somebody else", async (database) => {
  const { fetchOwn, owner, add, enter, accounts } = await open(database);
  const other = await add("other", "viewer");
  const session = await enter("other");
  const by = { type: "account", id: other } as const;
  const [{ id }] = (await accounts.view({ by, session })).sessions;
  await fetchOwn("/account", formOf({ do: "end_session", id }));
  ok(await owner.session({ session }));
});

databaseTest("/account makes a key that is shown once, and ends it", async (database) => {
  const { fetchOwn, auth } = await open(database);
  const nothing = await fetchOwn("/account", formOf({ do: "make_key", key_name: "" }));
  const faults = await nothing.text();
  match(faults, /id="key_name-fault"/);
  match(faults, /id="scopes-fault"/);
  const form = { do: "make_key", key_name: "Loader", scopes: "events:write", ends: "never" };
  const made = await fetchOwn("/account", formOf(form));
  equal(made.status, 201);
  const key = /dbk_[0-9a-f]{12}_[\w-]{43}/.exec(await made.text())?.[0] ?? "";
  equal((await auth.keys.check(key, null)).type, "allowed");
  const listed = await (await fetchOwn("/account")).text();
  equal(listed.includes(key), false);
  const [, id] = /value="revoke_key"\/?><input[^>]*name="id" value="([^"]+)"/.exec(listed) ?? [];
  await fetchOwn("/account", formOf({ do: "revoke_key", id }));
  equal((await auth.keys.check(key, null)).type, "refused");
  // An editor's key may not do what admins do.
  const admins = await fetchOwn("/account", formOf({ ...form, scopes: "admin" }));
  equal(admins.status, 403);
});

databaseTest("/account lets the owner make the first admin", async (database) => {
  const people = await makePeople(database);
  const fetchPage = await openPeoplePages(people, FILES);
  const { token } = await people.owner.issueSignInLink();
  const fetchOwn = asBrowser(
    fetchPage,
    sessionIn(await fetchPage(`/sign-in?token=${token}`)) ?? "",
  );
  match(await (await fetchOwn("/account")).text(), /The first admin/);
  const typed = { do: "make_admin", email: "ann@example.com", name: "Ann", password: PASSWORD };
  const faulty = await fetchOwn("/account", formOf({ ...typed, email: "ann" }));
  match(await faulty.text(), /id="email-fault"/);
  const made = await fetchOwn("/account", formOf(typed));
  equal(made.headers.get("Location"), "/admin");
  // They are the account now: keys are made for accounts, and the owner has none.
  const fetchAnn = asBrowser(fetchPage, sessionIn(made) ?? "");
  match(await (await fetchAnn("/account")).text(), /<h1>Ann<\/h1>/);
  const [ann] = await people.admin.accounts({ by: OWNER });
  deepStrictEqual([ann.email, ann.role], ["ann@example.com", "admin"]);
  equal((await fetchOwn("/account", formOf(typed))).status, 422);
  match(await (await fetchOwn("/account")).text(), /sign out, then sign in with yours/);
  // A second one is somebody else.
  const other = await fetchOwn("/account", formOf({ ...typed, email: "bea@example.com" }));
  deepStrictEqual([other.status, sessionIn(other)], [303, null]);
});
