import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeShelf, makeView } from "@/tests/helpers/linked_notebooks.ts";
import { asBrowser, makePeople } from "@/tests/helpers/people.ts";
import { reports } from "@/tests/helpers/reports.ts";
import { type FetchPage, formOf, openPages } from "@/tests/helpers/site.ts";

const FILES = [
  "routes/notebooks/[notebook]/index.tsx",
  "routes/notebooks/[notebook]/links.tsx",
  "routes/s/[token]/index.tsx",
];

async function openDesk(database: Database) {
  await migrate(database);
  const shelf = makeShelf();
  shelf.put(makeView());
  const log = createLog({ level: "error" });
  const links = createLinks({ database, notebooks: shelf, log, reports });
  const owner = createOwner({ database, log });
  // The page asks of notebooks what a link does.
  const notebooks = shelf as unknown as Notebooks;
  const fetchPage = await openPages({ links, owner, notebooks }, FILES);
  const { token } = await owner.issueSignInLink();
  const started = await owner.signIn({ token, userAgent: null });
  const cookie = `daybook_session=${started?.session}`;
  const fetchSigned: FetchPage = (path, init = {}) =>
    fetchPage(path, { ...init, headers: { ...init.headers, Cookie: cookie } });
  return { links, shelf, fetchPage, fetchSigned };
}

const DRAFT = { do: "make", label: "For the board", shows: "live", ends: "7", embed: "" };

databaseTest("POST …/links makes a link and tells its address once", async (database) => {
  const { links, fetchPage, fetchSigned } = await openDesk(database);
  const path = "/notebooks/sales/links?days=14";
  const made = await fetchSigned(
    path,
    formOf({ ...DRAFT, shows: "live_and_set", locked: "region" }),
  );
  equal(made.status, 201);
  const address = /http:\/\/127\.0\.0\.1:8000(\/s\/[\w-]{43})/.exec(await made.text());
  ok(address);
  const [entry] = await links.list({ notebook: "sales" });
  deepStrictEqual(
    [entry.label, entry.verb, entry.mode, entry.parameters, entry.locked],
    ["For the board", "view_and_set", "live", { days: "14" }, ["region"]],
  );
  const days = (Date.parse(entry.expiresAt ?? "") - Date.parse(entry.createdAt)) / 86_400_000;
  equal(Math.round(days), 7);
  // A reader needs no session.
  const read = await fetchPage(address[1]);
  match(await read.text(), /<input[^>]*name="days"[^>]*value="14"/);
  const again = await (await fetchSigned(path)).text();
  equal(again.includes("/s/"), false);
  match(again, /For the board/);
  match(again, /opened 1 time, last/);
});

databaseTest("POST …/links lets a link end within a hundred years", async (database) => {
  const { links, fetchSigned } = await openDesk(database);
  equal(
    (await fetchSigned("/notebooks/sales/links", formOf({ ...DRAFT, ends: "1e300" }))).status,
    201,
  );
  const [entry] = await links.list({ notebook: "sales" });
  const days = (Date.parse(entry.expiresAt ?? "") - Date.parse(entry.createdAt)) / 86_400_000;
  equal(Math.round(days), 36_500);
});

databaseTest("POST …/links refuses what it does not know, and makes nothing", async (database) => {
  const { links, fetchSigned } = await openDesk(database);
  const { do: _make, ...without } = DRAFT;
  for (const form of [{ ...DRAFT, do: "revok" }, { ...DRAFT, do: "" }, without]) {
    const answer = await fetchSigned("/notebooks/sales/links", formOf(form));
    equal(answer.status, 400);
    match(await answer.text(), /it must be make, revoke or restore/);
  }
  deepStrictEqual(await links.list({ notebook: "sales" }), []);
});

databaseTest("POST …/links freezes figures, with a password, for named hosts", async (database) => {
  const { links, fetchSigned, shelf } = await openDesk(database);
  shelf.put({ ...makeView(), blocks: [] });
  const made = await fetchSigned(
    "/notebooks/sales/links",
    formOf({
      ...DRAFT,
      shows: "frozen",
      ends: "never",
      password: "correct horse",
      embed: "https://a.example\nhttps://b.example\n",
    }),
  );
  equal(made.status, 201);
  match(await made.text(), /&lt;iframe src=&quot;http/);
  const [entry] = await links.list({ notebook: "sales" });
  deepStrictEqual(
    [entry.mode, entry.verb, entry.expiresAt, entry.hasPassword, entry.embedHosts],
    ["frozen", "view", null, true, ["https://a.example", "https://b.example"]],
  );
});

databaseTest("POST …/links says what is wrong, and keeps what was filled in", async (database) => {
  const { links, fetchSigned } = await openDesk(database);
  const answer = await fetchSigned(
    "/notebooks/sales/links",
    formOf({ ...DRAFT, label: `"<b>`, embed: "https://*.example" }),
  );
  equal(answer.status, 422);
  const text = await answer.text();
  match(text, /role="alert">[^<]*https:\/\/wiki\.example\.org/);
  match(text, /value="&quot;&lt;b>"/);
  match(text, /<option\s+value="7" selected/);
  deepStrictEqual(await links.list({ notebook: "sales" }), []);
});

databaseTest("POST …/links revokes a link, and brings it back", async (database) => {
  const { links, fetchPage, fetchSigned } = await openDesk(database);
  const path = "/notebooks/sales/links?days=14";
  const made = await fetchSigned(path, formOf({ ...DRAFT, label: "The <board>" }));
  const [address] = /\/s\/[\w-]{43}/.exec(await made.text()) ?? [];
  ok(address);
  const [{ id }] = await links.list({ notebook: "sales" });
  const answer = await fetchSigned(path, formOf({ do: "revoke", id }));
  const told = `${path}&revoked-link=${id}`;
  deepStrictEqual([answer.status, answer.headers.get("Location")], [303, told]);
  equal((await fetchPage(address)).status, 410);
  const text = await (await fetchSigned(told)).text();
  match(text, /Revoked <strong><bdi>The &lt;board><\/bdi><\/strong>, for good in a day/);
  match(text, /revoked <time/);
  // It is told once: what the page's forms and links lead to says nothing of it.
  equal(text.split("revoked-link").length, 1);
  equal((await (await fetchSigned(path)).text()).includes(">Undo<"), false);
  const undone = await fetchSigned(told, formOf({ do: "restore", id }));
  deepStrictEqual([undone.status, undone.headers.get("Location")], [303, path]);
  equal((await fetchPage(address)).status, 200);
  // What was brought back is offered no more, nor what nobody revoked.
  equal((await (await fetchSigned(told)).text()).includes(">Undo<"), false);
});

databaseTest("POST …/links says that a link cannot come back", async (database) => {
  const { fetchSigned } = await openDesk(database);
  const form = formOf({ do: "restore", id: "unknown" });
  const answer = await fetchSigned("/notebooks/sales/links", form);
  equal(answer.status, 422);
  match(await answer.text(), /role="alert">Cannot bring the link back/);
});

databaseTest("GET …/links offers to set parameters where there are some", async (database) => {
  const { fetchSigned, shelf } = await openDesk(database);
  const path = "/notebooks/sales/links";
  match(await (await fetchSigned(path)).text(), /and parameters to set/);
  shelf.put({ ...makeView(), parameters: [] });
  const without = await (await fetchSigned(path)).text();
  equal(/parameters/i.test(without), false);
});

databaseTest("POST …/links takes nothing from another site", async (database) => {
  const { links, fetchSigned } = await openDesk(database);
  const form = formOf(DRAFT);
  const answer = await fetchSigned("/notebooks/sales/links", {
    ...form,
    headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
  });
  equal(answer.status, 403);
  deepStrictEqual(await links.list({ notebook: "sales" }), []);
});

databaseTest("POST …/links shares with people, ends that, and gives away", async (database) => {
  const people = await makePeople(database);
  const eva = await people.add("eva", "editor");
  const vic = await people.add("vic", "viewer");
  const { id } = await createNotebook(database, { title: "Sales", account: eva });
  const shelf = makeShelf();
  shelf.put({ ...makeView(), id });
  const log = createLog({ level: "error" });
  const links = createLinks({ database, notebooks: shelf, log, reports });
  const { owner, accounts, sharing } = people;
  const notebooks = shelf as unknown as Notebooks;
  const parts = { links, owner, accounts, sharing, notebooks };
  const fetchPage = await openPages(parts, FILES);
  const fetchOwn = asBrowser(fetchPage, await people.enter("eva"));
  const path = `/notebooks/${id}/links`;
  const share = { do: "share", verb: "edit" };
  const nobody = await fetchOwn(path, formOf({ ...share, email: "nobody@example.com" }));
  equal(nobody.status, 422);
  match(await nobody.text(), /id="email-fault"[^>]*>Nobody else has an account/);
  await fetchOwn(path, formOf({ ...share, email: "vic@example.com" }));
  match(await (await fetchOwn(path)).text(), /vic@example\.com<\/li><li>may edit it/);
  // A viewer views, whatever is shared.
  equal(await sharing.right({ notebook: id, by: { type: "account", id: vic } }), "view");
  await fetchOwn(path, formOf({ do: "unshare", account: vic }));
  match(await (await fetchOwn(path)).text(), /It is shared with nobody/);
  // Whoever it is shared with can leave by themselves, and nobody else.
  await fetchOwn(path, formOf({ ...share, email: "vic@example.com" }));
  const fetchVics = asBrowser(fetchPage, await people.enter("vic"));
  const others = await fetchVics(path, formOf({ do: "unshare", account: eva }));
  equal(others.status, 403);
  const left = await fetchVics(`/notebooks/${id}`, formOf({ do: "leave" }));
  deepStrictEqual([left.status, left.headers.get("Location")], [303, "/"]);
  equal(await sharing.right({ notebook: id, by: { type: "account", id: vic } }), "none");
  match(await (await fetchOwn(path)).text(), /It is shared with nobody/);
  const unknown = await fetchOwn(path, formOf({ do: "give", new_owner: "nobody@example.com" }));
  match(await unknown.text(), /id="new_owner-fault"/);
  const given = await fetchOwn(path, formOf({ do: "give", new_owner: "vic@example.com" }));
  equal(given.headers.get("Location"), "/");
  equal(await sharing.right({ notebook: id, by: { type: "account", id: eva } }), "none");
});
