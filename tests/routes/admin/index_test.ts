import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { asBrowser, makePeople, openPeoplePages, OWNER } from "@/tests/helpers/people.ts";
import type { Database } from "@/lib/db/database.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { formOf } from "@/tests/helpers/site.ts";

const FILES = [
  "routes/admin/index.tsx",
  "routes/admin/audit/index.tsx",
  "routes/admin/audit/export.ts",
];

async function open(database: Database, mail = false) {
  const people = await makePeople(database, { mail });
  const ann = await people.add("ann", "admin");
  const bob = await people.add("bob", "editor");
  const fetchPage = await openPeoplePages(people, FILES);
  return {
    ...people,
    ann,
    bob,
    fetchPage,
    fetchAnn: asBrowser(fetchPage, await people.enter("ann")),
  };
}

databaseTest("/admin disables an account, which ends it at once", async (database) => {
  const { bob, owner, enter, fetchAnn } = await open(database);
  const session = await enter("bob");
  equal((await fetchAnn("/admin", formOf({ do: "disable", account: bob }))).status, 303);
  equal(await owner.session({ session }), null);
  match(await (await fetchAnn("/admin")).text(), /disabled <time/);
  await rejects(enter("bob"));
  await fetchAnn("/admin", formOf({ do: "enable", account: bob }));
  await enter("bob");
});

databaseTest("/admin sets roles and ends sessions, and leaves an admin", async (database) => {
  const { ann, bob, owner, enter, fetchAnn } = await open(database);
  const session = await enter("bob");
  await fetchAnn("/admin", formOf({ do: "set_role", account: bob, role: "viewer" }));
  equal((await owner.session({ session }))?.role, "viewer");
  await fetchAnn("/admin", formOf({ do: "end_sessions", account: bob }));
  equal(await owner.session({ session }), null);
  const last = await fetchAnn("/admin", formOf({ do: "set_role", account: ann, role: "viewer" }));
  equal(last.status, 403);
  match(await last.text(), /An admin must be left/);
});

databaseTest("/admin invites, by mail where there is mail, and withdraws", async (database) => {
  const { fetchAnn, letters, admin } = await open(database, true);
  const faulty = await fetchAnn("/admin", formOf({ do: "invite", email: "x", role: "viewer" }));
  match(await faulty.text(), /id="email-fault"/);
  const form = { do: "invite", email: "eva@example.com", role: "viewer" };
  const made = await fetchAnn("/admin", formOf(form));
  equal(made.status, 201);
  const [link] =
    /http:\/\/127\.0\.0\.1:8000\/sign-up\?invitation=[\w-]{43}/.exec(await made.text()) ??
      [];
  equal(letters[0].text.includes(link ?? "none"), true);
  const [{ id, email }] = await admin.invitations({ by: OWNER });
  equal(email, "eva@example.com");
  await fetchAnn("/admin", formOf({ do: "revoke_invitation", id }));
  deepStrictEqual(await admin.invitations({ by: OWNER }), []);
});

databaseTest("/admin is for admins, whoever else asks and however", async (database) => {
  const { bob, admin, enter, fetchPage } = await open(database);
  const fetchBob = asBrowser(fetchPage, await enter("bob"));
  for (const path of ["/admin", "/admin/audit", "/admin/audit/export"]) {
    equal((await fetchBob(path)).status, 403, path);
  }
  equal((await fetchBob("/admin", formOf({ do: "disable", account: bob }))).status, 403);
  // The engine looks for itself, whatever a page says.
  const by = { type: "account", id: bob } as const;
  await rejects(admin.accounts({ by }), { code: "NOT_GRANTED" });
  await rejects(admin.setRole({ by, account: bob, role: "admin" }), { code: "NOT_GRANTED" });
});

databaseTest("/admin/audit is narrowed, paged and saved as CSV", async (database) => {
  const { auth, bob, fetchAnn, clock } = await open(database);
  const note = (event: "signed_out" | "key_refused", reason: string) =>
    auth.audit.note({ event, account: bob, address: "10.0.0.1", details: { reason } });
  for (let count = 0; count < 60; count++) {
    clock.move(1000);
    await note("key_refused", `number ${count}`);
  }
  clock.move(1000);
  await note("signed_out", "=1+1");
  clock.move(1000);
  const first = await (await fetchAnn("/admin/audit?event=key_refused")).text();
  equal(first.match(/number \d+/g)?.length, 50);
  match(first, /number 59/);
  const [, older] = /href="(\/admin\/audit\?before=[^"]+)">Older/.exec(first) ?? [];
  const rest = await (await fetchAnn(older.replaceAll("&amp;", "&"))).text();
  // 60 less a page of 50 are 10.
  equal(rest.match(/number \d+/g)?.length, 10);
  const named = await (await fetchAnn("/admin/audit?account=ann@example.com")).text();
  equal(named.includes("number"), false);
  match(await (await fetchAnn("/admin/audit?to=2000-01-01")).text(), /Nothing of this kind/);
  await fetchAnn("/admin", formOf({ do: "end_sessions", account: bob }));
  const ended = await (await fetchAnn("/admin/audit?event=signed_out")).text();
  match(ended, /bob@example\.com.*by ann@example\.com/s);

  const file = await fetchAnn("/admin/audit/export?account=bob@example.com&from=2026-01-01");
  match(file.headers.get("Content-Disposition") ?? "", /audit\.csv/);
  const lines = (await file.text()).trimEnd().split("\r\n");
  equal(lines[0], "at,event,account,email,address,details");
  // 61 that were noted here, that its sessions were ended, and that it was made.
  equal(lines.length, 1 + 63);
  match(lines[2], /,signed_out,.*,bob@example.com,10\.0\.0\.1,reason==1\+1$/);
});
