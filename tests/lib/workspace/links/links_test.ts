import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import type { LinkAsked, LinkOpened, Links } from "@/lib/workspace/links/contract.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { DAY, HOUR, makeClock, MINUTE, SECOND, type TestClock } from "@/tests/helpers/clock.ts";
import { addAccount, disableRow } from "@/tests/helpers/accounts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { makeShelf, makeView, SECRET, type Shelf } from "@/tests/helpers/linked_notebooks.ts";
import { reports } from "@/tests/helpers/reports.ts";

interface Desk {
  readonly links: Links;
  readonly another: () => Links;
  readonly shelf: Shelf;
  readonly clock: TestClock;
  readonly lines: string[];
  readonly events: () => readonly string[];
}

const KEYS = ["a".repeat(64), "b".repeat(64)];

async function openDesk(database: Database, waitMilliseconds = 60_000): Promise<Desk> {
  await migrate(database);
  for (const key of KEYS) await addResult(database, key);
  const shelf = makeShelf();
  shelf.put(makeView());
  const clock = makeClock();
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => lines.push(line) });
  /** The links of a further process of the same database. */
  const another = () =>
    createLinks({
      database,
      notebooks: shelf,
      log,
      reports,
      now: clock.now,
      waitMilliseconds,
    });
  const links = another();
  return {
    links,
    another,
    shelf,
    clock,
    lines,
    events: () => lines.map((line) => JSON.parse(line).event),
  };
}

async function addResult(database: Database, key: string): Promise<void> {
  await database.kysely.insertInto("results").values({
    key,
    kind: "kpi",
    kind_version: 1,
    relation: null,
    schema: "[]",
    rows: 1,
    rejected: 0,
    facts: "{}",
    problems: "[]",
    milliseconds: 1,
  }).execute();
}

async function open(
  links: Links,
  token: string,
  more: { parameters?: Record<string, string>; password?: string; grant?: string | null } = {},
): Promise<LinkOpened> {
  const { parameters = {}, password = null, grant = null } = more;
  return await links.open({ token, parameters, password, grant });
}

async function openView(links: Links, token: string, parameters: Record<string, string> = {}) {
  const opened = await open(links, token, { parameters });
  ok(opened.type === "open");
  return opened;
}

function valueOf({ view }: Extract<LinkOpened, { type: "open" }>, name: string) {
  return view.parameters.find((one) => one.name === name)?.value;
}

databaseTest(
  "create() tells a token that neither the database nor the log holds",
  async (database) => {
    const { links, lines, events } = await openDesk(database);
    const { id, token } = await links.create(linkAsked({ password: "correct horse" }));
    match(token, /^[\w-]{43}$/);
    const [row] = await database.query("select links::text as text from links");
    for (const text of [String(row.text), lines.join("")]) {
      equal(text.includes(token), false);
      equal(text.includes("correct horse"), false);
    }
    deepStrictEqual(events(), ["security.link_made"]);
    deepStrictEqual(await links.list({ notebook: "sales" }), [{
      id,
      notebook: "sales",
      verb: "view",
      mode: "live",
      parameters: {},
      locked: [],
      embedHosts: [],
      label: "For the board",
      hasPassword: true,
      maker: null,
      createdAt: "2026-03-01T12:00:00Z",
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
      uses: 0,
    }]);
  },
);

databaseTest("create() refuses a link that could not be kept to", async (database, t) => {
  const { links } = await openDesk(database);
  const cases: [string, Partial<LinkAsked>, string][] = [
    ["a frozen one that sets", { mode: "frozen", verb: "view_and_set" }, "BAD_PARAMETER"],
    ["one that has ended", { expiresAt: "2026-03-01T12:00:00Z" }, "BAD_PARAMETER"],
    ["an end that is no moment", { expiresAt: "soon" }, "BAD_PARAMETER"],
    ["a short password", { password: "1234567" }, "BAD_PARAMETER"],
    ["a long label", { label: "x".repeat(201) }, "BAD_PARAMETER"],
    ["an unknown parameter", { parameters: { other: "1" } }, "BAD_PARAMETER"],
    ["an unknown lock", { locked: ["other"] }, "BAD_PARAMETER"],
    ["a host that is none", { embedHosts: ["*"] }, "BAD_PARAMETER"],
    ["an unknown notebook", { notebook: "other" }, "NOT_FOUND"],
  ];
  for (const [name, changes, code] of cases) {
    await t.step(name, async () => {
      await rejects(links.create(linkAsked(changes)), { code });
    });
  }
  deepStrictEqual(await links.list({ notebook: "sales" }), []);
});

databaseTest("open() shows the notebook without what is the owner's", async (database) => {
  const { links } = await openDesk(database);
  const { token } = await links.create(linkAsked({ embedHosts: ["https://wiki.example.org/"] }));
  const opened = await openView(links, token);
  deepStrictEqual(opened.link, {
    verb: "view",
    mode: "live",
    frozenAt: null,
    settable: [],
    formats: ["html"],
    embedHosts: ["https://wiki.example.org"],
  });
  equal(opened.view.title, "Sales");
  equal(JSON.stringify(opened).includes(SECRET), false);
});

databaseTest("open() counts uses, and when the last was", async (database) => {
  const { links, clock } = await openDesk(database);
  const { token } = await links.create(linkAsked());
  await open(links, token);
  clock.move(MINUTE);
  await open(links, token);
  const [entry] = await links.list({ notebook: "sales" });
  deepStrictEqual([entry.uses, entry.lastUsedAt], [2, "2026-03-01T12:01:00Z"]);
});

databaseTest("open() takes from readers only what the link lets them set", async (database) => {
  const { links } = await openDesk(database);
  const parameters = { region: "North", days: "7" };
  const viewing = await links.create(linkAsked({ parameters }));
  const setting = await links.create(
    linkAsked({ parameters, verb: "view_and_set", locked: ["region"] }),
  );
  const wanted = { region: SECRET, days: "14" };
  const viewed = await openView(links, viewing.token, wanted);
  deepStrictEqual([valueOf(viewed, "region"), valueOf(viewed, "days")], ["North", "7"]);
  const set = await openView(links, setting.token, wanted);
  deepStrictEqual([valueOf(set, "region"), valueOf(set, "days")], ["North", "14"]);
  deepStrictEqual(set.link.settable, ["days"]);
  // Nor does a reader learn what else could be chosen.
  equal(JSON.stringify(set).includes(SECRET), false);
});

databaseTest(
  "open() ends when the link is revoked, over or unknown, and does not say which",
  async (database) => {
    const { links, clock, shelf, events } = await openDesk(database);
    const revoked = await links.create(linkAsked());
    const over = await links.create(linkAsked({ expiresAt: "2026-03-02T12:00:00Z" }));
    const deleted = await links.create(linkAsked());
    await links.revoke(revoked);
    await links.revoke(revoked);
    await links.revoke({ id: "unknown" });
    equal(events().filter((event) => event === "security.link_revoked").length, 1);
    deepStrictEqual(await open(links, revoked.token), { type: "gone" });
    deepStrictEqual(await open(links, "unknown"), { type: "gone" });
    deepStrictEqual(await open(links, revoked.id), { type: "gone" });
    clock.move(DAY - 1);
    equal((await open(links, over.token)).type, "open");
    clock.move(1);
    deepStrictEqual(await open(links, over.token), { type: "gone" });
    shelf.remove("sales");
    deepStrictEqual(await open(links, deleted.token), { type: "gone" });
  },
);

databaseTest(
  "open() ends while who made the link may not share the notebook, and does not say so",
  async (database) => {
    const { links } = await openDesk(database);
    const { kysely } = database;
    await kysely.insertInto("notebooks").values({
      id: "sales",
      owner: "ann",
      revision: 1,
      title: "Sales",
      description: null,
      tags: "[]",
    }).execute();
    for (const id of ["ann", "bob"]) await addAccount(database, id, "editor");
    const { id, token } = await links.create(linkAsked({ account: "ann", mode: "frozen" }));
    const before = await links.create(linkAsked());
    const asked = { password: "correct horse" };
    const guarded = await links.create(linkAsked({ account: "ann", ...asked }));
    const answers = async () => [
      (await open(links, token)).type,
      (await open(links, guarded.token)).type,
      (await open(links, before.token)).type,
    ];
    const entry = async () =>
      (await links.list({ notebook: "sales" })).find((one) => one.id === id);
    const may = ["open", "password_needed", "open"];
    const mayNot = ["gone", "gone", "open"];
    deepStrictEqual(await answers(), may);
    deepStrictEqual((await entry())?.maker, { name: "ann", mayShare: true });
    const ends: readonly (readonly [() => Promise<unknown>, readonly string[]])[] = [
      [() => setAnn({ role: "viewer" }), mayNot],
      [() => setAnn({ role: "editor" }), may],
      [() => disableRow(database, "ann"), mayNot],
      [() => setAnn({ disabled_at: null }), may],
      [() => give("bob"), mayNot],
      // Admins share every notebook.
      [() => setAnn({ role: "admin" }), may],
      [() => setAnn({ role: "editor" }), mayNot],
      [() => shareWithAnn("view"), mayNot],
      // Who edits a notebook of another makes no links to it either.
      [() => shareWithAnn("edit"), mayNot],
      [() => give("ann"), may],
    ];
    for (const [change, expected] of ends) {
      await change();
      deepStrictEqual(await answers(), expected, String(change));
      equal((await entry())?.maker?.mayShare, expected === may);
    }
    await setAnn({ role: "viewer" });
    deepStrictEqual(await open(links, token), { type: "gone" });
    deepStrictEqual(await open(links, guarded.token, asked), { type: "gone" });

    function setAnn(values: { role?: AccountRole; disabled_at?: null }) {
      return kysely.updateTable("accounts").set(values).where("id", "=", "ann").execute();
    }
    function give(owner: string) {
      return kysely.updateTable("notebooks").set({ owner }).where("id", "=", "sales").execute();
    }
    function shareWithAnn(verb: "view" | "edit") {
      const row = { notebook: "sales", account: "ann", verb, shared_at: "2026-03-01T12:00:00Z" };
      return kysely.insertInto("notebook_people").values(row)
        .onConflict((conflict) => conflict.columns(["notebook", "account"]).doUpdateSet({ verb }))
        .execute();
    }
  },
);

databaseTest("restore() brings a link back as it was, and tells of it once", async (database) => {
  const { links, clock, events } = await openDesk(database);
  for (const mode of ["live", "frozen"] as const) {
    const { id, token } = await links.create(linkAsked({ mode, parameters: { days: "7" } }));
    const before = await openView(links, token);
    const [entry] = await links.list({ notebook: "sales" });
    await links.revoke({ id });
    deepStrictEqual(await open(links, token), { type: "gone" });
    clock.move(DAY - 1);
    await links.restore({ id });
    await links.restore({ id });
    deepStrictEqual((await links.list({ notebook: "sales" }))[0], entry);
    deepStrictEqual(await openView(links, token), before);
  }
  const told = ["security.link_made", "security.link_revoked", "security.link_restored"];
  deepStrictEqual(events(), [...told, ...told]);
});

databaseTest("restore() refuses what is over, and says so", async (database, t) => {
  const { links, clock } = await openDesk(database);
  const refused = { code: "NOT_FOUND" };
  const revoked = async (changes: Partial<LinkAsked> = {}) => {
    const made = await links.create(linkAsked(changes));
    await links.revoke(made);
    return made;
  };
  await t.step("a link that nobody made", async () => {
    await rejects(links.restore({ id: "unknown" }), refused);
  });
  await t.step("one whose time has come since", async () => {
    const expiresAt = new Date(clock.now().getTime() + HOUR).toISOString();
    const { id, token } = await revoked({ expiresAt });
    clock.move(HOUR);
    await rejects(links.restore({ id }), refused);
    deepStrictEqual(await open(links, token), { type: "gone" });
  });
  await t.step("one that was revoked a day ago", async () => {
    const { id, token } = await revoked();
    clock.move(DAY);
    await rejects(links.restore({ id }), refused);
    deepStrictEqual(await open(links, token), { type: "gone" });
  });
  await t.step("a frozen one whose figures are gone", async () => {
    const { id, token } = await revoked({ mode: "frozen" });
    // As versions before this one left it.
    await database.kysely.updateTable("links").set({ frozen_view: null }).where("id", "=", id)
      .execute();
    await rejects(links.restore({ id }), refused);
    deepStrictEqual(await open(links, token), { type: "gone" });
  });
});

databaseTest("restore() gives nobody a right that they lost", async (database) => {
  const { links } = await openDesk(database);
  await database.kysely.insertInto("notebooks").values({
    id: "sales",
    owner: "ann",
    revision: 1,
    title: "Sales",
    description: null,
    tags: "[]",
  }).execute();
  await addAccount(database, "ann", "editor");
  const { id, token } = await links.create(linkAsked({ account: "ann" }));
  await links.revoke({ id });
  await disableRow(database, "ann");
  await links.restore({ id });
  const [entry] = await links.list({ notebook: "sales" });
  // It is stopped, as it would be had nobody revoked it.
  deepStrictEqual([entry.revokedAt, entry.maker?.mayShare], [null, false]);
  deepStrictEqual(await open(links, token), { type: "gone" });
});

databaseTest("open() shows a frozen link's figures for ever", async (database) => {
  const { links, shelf, clock } = await openDesk(database);
  const { id, token } = await links.create(
    linkAsked({ mode: "frozen", parameters: { days: "7" } }),
  );
  const live = await links.create(linkAsked());
  const before = await openView(links, token, { days: "14" });
  equal(before.link.frozenAt, "2026-03-01T12:00:00Z");
  shelf.put(makeView({ value: 99, status: { state: "stale", shown: true } }));
  clock.move(400 * DAY);
  const after = await openView(links, token);
  deepStrictEqual(after.view, before.view);
  equal(JSON.stringify(after).includes(SECRET), false);
  match(JSON.stringify(await openView(links, live.token)), /"value":99/);
  // The figures keep the order of the page, which jsonb would not.
  match(JSON.stringify(after.view), /"total".*"average"/);
  shelf.remove("sales");
  deepStrictEqual(await open(links, token), { type: "gone" });
  await links.revoke({ id });
});

databaseTest("create() keeps the results of a frozen link until it ends", async (database) => {
  const { links, clock } = await openDesk(database);
  const kept = async () =>
    (await database.kysely.selectFrom("kept_results").select("key").orderBy("key").execute())
      .map(({ key }) => key);
  const revoked = await links.create(linkAsked({ mode: "frozen" }));
  await links.create(linkAsked({ mode: "frozen", expiresAt: "2026-03-02T12:00:00Z" }));
  // Two links keep each of the two.
  deepStrictEqual(await kept(), [KEYS[0], KEYS[0], KEYS[1], KEYS[1]]);
  await links.revoke(revoked);
  clock.move(DAY - 1);
  await links.create(linkAsked());
  // One has a millisecond left, and the other may come back for as long.
  deepStrictEqual(await kept(), [KEYS[0], KEYS[0], KEYS[1], KEYS[1]]);
  clock.move(1);
  await links.create(linkAsked());
  deepStrictEqual(await kept(), []);
});

databaseTest(
  "create() freezes nothing that has not run, or whose results are gone",
  async (database) => {
    const { links, shelf } = await openDesk(database);
    shelf.put(makeView({ status: { state: "stale", shown: true } }));
    await rejects(links.create(linkAsked({ mode: "frozen" })), { code: "BAD_PARAMETER" });
    shelf.put(makeView({ key: "c".repeat(64) }));
    await rejects(links.create(linkAsked({ mode: "frozen" })), { code: "NOT_FOUND" });
    deepStrictEqual(await links.list({ notebook: "sales" }), []);
  },
);

databaseTest("open() asks for the password once", async (database) => {
  const { links, clock } = await openDesk(database);
  const embedHosts = ["https://wiki.example.org"];
  const { token } = await links.create(linkAsked({ password: "correct horse", embedHosts }));
  const other = await links.create(linkAsked({ password: "correct horse" }));
  const needed = { type: "password_needed", wrong: false, embedHosts };
  deepStrictEqual(await open(links, token), needed);
  deepStrictEqual(await open(links, token, { grant: "9999999999999.x" }), needed);
  deepStrictEqual(await open(links, token, { password: "wrong horse" }), {
    ...needed,
    wrong: true,
  });
  const opened = await open(links, token, { password: "correct horse" });
  ok(opened.type === "open");
  ok(opened.grant);
  const again = await open(links, token, { grant: opened.grant });
  ok(again.type === "open");
  equal(again.grant, null);
  equal((await open(links, other.token, { grant: opened.grant })).type, "password_needed");
  clock.move(12 * HOUR);
  deepStrictEqual(await open(links, token, { grant: opened.grant }), needed);
});

databaseTest("open() takes ten passwords at once, right ones not counted", async (database) => {
  const { links, clock, events } = await openDesk(database);
  const { token } = await links.create(linkAsked({ password: "correct horse" }));
  const opened = await open(links, token, { password: "correct horse" });
  ok(opened.type === "open");
  for (let count = 0; count < 10; count++) {
    equal((await open(links, token, { password: `wrong ${count}` })).type, "password_needed");
  }
  deepStrictEqual(await open(links, token, { password: "correct horse" }), {
    type: "quota",
    retryAfterSeconds: 90,
  });
  equal(events().at(-1), "security.link_password_limited");
  // Who has been let in stays in.
  equal((await open(links, token, { grant: opened.grant })).type, "open");
  clock.move(90 * SECOND);
  equal((await open(links, token, { password: "correct horse" })).type, "open");
});

databaseTest("open() has one quota for all processes of a database", async (database) => {
  const { links, another } = await openDesk(database);
  const other = another();
  const { token } = await links.create(linkAsked());
  for (let count = 0; count < 60; count++) {
    for (const one of [links, other]) equal((await open(one, token)).type, "open");
  }
  for (const one of [links, other]) equal((await open(one, token)).type, "quota");
});

databaseTest("open() has a quota for each link", async (database) => {
  const { links, clock, events } = await openDesk(database);
  const { token } = await links.create(linkAsked());
  const other = await links.create(linkAsked());
  for (let count = 0; count < 120; count++) equal((await open(links, token)).type, "open");
  deepStrictEqual(await open(links, token), { type: "quota", retryAfterSeconds: 1 });
  equal(events().at(-1), "security.link_quota");
  equal((await open(links, other.token)).type, "open");
  clock.move(500);
  equal((await open(links, token)).type, "open");
  equal((await open(links, token)).type, "quota");
});

databaseTest(
  "open() of a part of a page is no use of the link and computes nothing",
  async (database) => {
    const { links, shelf } = await openDesk(database);
    const { id, token } = await links.create(linkAsked({ verb: "view_and_set" }));
    shelf.put(makeView({ status: { state: "stale", shown: true } }));
    const part = { token, parameters: {}, password: null, grant: null, isPart: true };
    for (let count = 0; count < 130; count++) equal((await links.open(part)).type, "open");
    equal(shelf.asked.some(({ method }) => method === "run"), false);
    const [entry] = await links.list({ notebook: "sales" });
    deepStrictEqual([entry.id, entry.uses], [id, 0]);
    await links.revoke({ id });
    equal((await links.open(part)).type, "gone");
  },
);

databaseTest("open() runs what a reader sets, and waits a little for it", async (database) => {
  const { links, shelf } = await openDesk(database);
  const { token } = await links.create(linkAsked({ verb: "view_and_set" }));
  const stale = makeView({ status: { state: "stale", shown: false } });
  shelf.put(stale);
  const opening = openView(links, token, { days: "14" });
  await shelf.endRun(makeView({ value: 14 }), { days: "14" });
  const opened = await opening;
  equal(opened.computing, false);
  match(JSON.stringify(opened.view), /"value":14/);
});

databaseTest("open() shows what is there when a run takes long", async (database) => {
  const { links, shelf } = await openDesk(database, 1);
  const { token } = await links.create(linkAsked({ verb: "view_and_set" }));
  shelf.put(makeView({ status: { state: "stale", shown: true } }));
  shelf.putWhenRun(makeView({ status: { state: "queued" } }));
  equal((await openView(links, token)).computing, true);
});

databaseTest("open() runs nothing for those who view", async (database) => {
  const { links, shelf } = await openDesk(database);
  const { token } = await links.create(linkAsked());
  shelf.put(makeView({ status: { state: "stale", shown: true } }));
  await openView(links, token, { days: "14" });
  equal(shelf.asked.some(({ method }) => method === "run"), false);
});

databaseTest("open() runs nothing of a stranger's notebook that waits", async (database) => {
  const { links, shelf } = await openDesk(database);
  const { token } = await links.create(linkAsked({ verb: "view_and_set" }));
  shelf.put({ ...makeView({ status: { state: "stale", shown: true } }), waitsForGrants: true });
  await openView(links, token);
  equal(shelf.asked.some(({ method }) => method === "run"), false);
});

databaseTest("createLinks() tells the audit log of links and wrong passwords", async (database) => {
  const { links } = await openDesk(database);
  const made = await links.create(linkAsked({ password: "correct horse" }));
  await open(links, made.token, { password: "wrong" });
  await links.revoke(made);
  const rows = await database.kysely.selectFrom("audit_log").select(["event", "details"]).execute();
  const told = rows.map(({ event, details }) => [event, details]).toSorted();
  deepStrictEqual(told, [
    ["link_made", { link: made.id, notebook: "sales" }],
    ["link_password_wrong", { link: made.id }],
    ["link_revoked", { link: made.id }],
  ]);
});
