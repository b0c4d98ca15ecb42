import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openGuardedEngine } from "@/tests/helpers/guarded_engine.ts";
import { openSignedPages, OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";
import { formOf } from "@/tests/helpers/site.ts";

const FILES = [
  "routes/schedules/index.tsx",
  "routes/schedules/[schedule].tsx",
  "routes/notebooks/[notebook]/schedule.tsx",
  "routes/api/due-times.ts",
];

const TEXT = `---
title: Sales
time_zone: Europe/Vienna
params:
  days: { type: number, default: 14 }
  zone: { type: text, default: all }
---

\`\`\`sql one
query: select 1 as n
\`\`\`
`;

/** What the form of a new schedule sends. */
const FORM = {
  do: "save",
  often: "own",
  at: "06:00",
  cron: "30 7 * * *",
  zone: "Europe/Vienna",
  retries: "2",
  wait: "5",
  limit: "60",
  alert: "2",
  alert_to: "",
  catches_up: "yes",
  "parameter-days": "14",
  "parameter-zone": "north",
};

async function open(database: Database) {
  const engine = await openGuardedEngine(database);
  const add = async (id: string, role: AccountRole) => {
    const workspace = await engine.add(id, role);
    const by = { type: "account", id } as const;
    const session = { ...OWNER_SESSION, name: id, by, role };
    return { workspace, get: await openSignedPages(workspace, FILES, undefined, session) };
  };
  const { workspace, get } = await add("ann", "editor");
  const { id } = await workspace.notebooks.create({ text: TEXT });
  return {
    add,
    workspace,
    get,
    path: `/notebooks/${id}/schedule`,
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

databaseTest("The page of schedules shows each what they may change", async (database) => {
  await using desk = await open(database);
  const { add, get, path } = desk;
  const { get: viewer } = await add("vic", "viewer");
  const { get: admin } = await add("ada", "admin");
  const empty = await (await get("/schedules")).text();
  match(empty, /Nothing of yours runs by the clock/);
  equal((await get(path, formOf(FORM))).status, 303);
  const seen = await Promise.all(
    [get, viewer, admin].map(async (ask) => {
      const text = await (await ask("/schedules")).text();
      return ["Sales", "Nightly KPIs", "Schedules"].map((title) => text.includes(`>${title}</a>`));
    }),
  );
  // Who may edit nothing is not led there.
  deepStrictEqual(seen, [[true, false, true], [false, false, false], [true, true, true]]);
  deepStrictEqual(
    [(await viewer(path)).status, (await get("/schedules/kpis")).status],
    [403, 404],
  );
});

databaseTest(
  "A notebook is scheduled in its own zone, with what differs from its defaults",
  async (database) => {
    await using desk = await open(database);
    const { workspace, get, path } = desk;
    match(await (await get(path)).text(), /name="zone"[^>]*value="Europe\/Vienna"/);
    const made = await get(path, formOf(FORM));
    const id = /^\/schedules\/([^?]+)\?told=made$/.exec(made.headers.get("Location") ?? "")?.[1] ??
      "";
    const { work, cron, zone, runsAgain, catchesUp } = await workspace.schedules.read({
      schedule: id,
    });
    equal(work.type === "notebook" && work.sends, false);
    deepStrictEqual(work.type === "notebook" && work.parameters, { zone: "north" });
    // A box that is not ticked is not sent.
    deepStrictEqual([cron, zone, runsAgain, catchesUp], [
      "30 7 * * *",
      "Europe/Vienna",
      false,
      true,
    ]);
    const page = await (await get(`/schedules/${id}`)).text();
    match(page, /Every day at 07:30, Europe\/Vienna/);
  },
);

databaseTest("What is wrong in a form is said, and nothing is made", async (database) => {
  await using desk = await open(database);
  const { workspace, get, path } = desk;
  const cases: [Readonly<Record<string, string>>, RegExp][] = [
    [{ cron: "30 7 * *" }, /a cron line must have five fields/],
    [{ cron: "0 0 31 2 *" }, /must come due some time/],
    [{ zone: "Vienna" }, /No time zone is called/],
    [{ limit: "0" }, /It must be a number of minutes, above 0/],
    [{ alert_to: "ann" }, /It must be one address for mail/],
    [{ "parameter-days": "many" }, /must be a number/],
  ];
  for (const [fields, told] of cases) {
    const answer = await get(path, formOf({ ...FORM, ...fields }));
    equal(answer.status, 422, JSON.stringify(fields));
    match(await answer.text(), told);
  }
  deepStrictEqual(await workspace.schedules.list({}), []);
});

databaseTest(
  "Settings that somebody else saved first are told, and kept apart",
  async (database) => {
    await using desk = await open(database);
    const { workspace, get, path } = desk;
    await get(path, formOf(FORM));
    const [{ id, revision }] = await workspace.schedules.list({});
    const page = await (await get(`/schedules/${id}`)).text();
    const seen = /name="seen" value="([^"]*)"/.exec(page)?.[1].replaceAll("&amp;", "&") ?? "";
    const by = { type: "account", id: "ann" } as const;
    await workspace.schedules.change({
      schedule: id,
      revision,
      change: { cron: "0 9 * * *", parameters: { days: "7", zone: "north" } },
      by,
    });
    const { often: _, at: __, ...form } = { ...FORM, revision: `${revision}`, seen, retries: "5" };
    const answer = await get(`/schedules/${id}`, formOf(form));
    equal(answer.status, 409);
    const told = await answer.text();
    match(told, /Cron line: from “30 7 \* \* \*” to “0 9 \* \* \*”/);
    match(told, /Parameter days: from “as the notebook has it” to “7”/);
    // Theirs where nothing was typed, and what was typed.
    match(told, /name="cron"[^>]*value="0 9 \* \* \*"/);
    match(told, /name="parameter-days"[^>]*value="7"/);
    match(told, /name="retries"[^>]*value="5"/);
    match(told, new RegExp(`name="revision" value="${revision + 1}"`));
  },
);

databaseTest(
  "Runs are asked for, cancelled and leafed through, twenty at a time",
  async (database) => {
    await using desk = await open(database);
    const { workspace, get, path } = desk;
    await get(path, formOf(FORM));
    const [{ id }] = await workspace.schedules.list({});
    const address = `/schedules/${id}`;
    // Nothing runs here: each waits until it is cancelled.
    for (let count = 0; count < 21; count++) {
      await get(address, formOf({ do: "run" }));
      const [{ lastRun }] = await workspace.schedules.list({});
      if (count === 0) {
        const busy = await get(address, formOf({ do: "run", back: "list" }));
        equal(busy.headers.get("Location"), "/schedules?told=busy");
        const there = await get(address, formOf({ do: "run", back: "notebook" }));
        const told = await get(there.headers.get("Location") ?? "");
        match(await told.text(), /<h1>Schedule “Sales”<\/h1>[^]*It runs already/);
      }
      await get(address, formOf({ do: "cancel", run: lastRun?.id ?? "" }));
    }
    const countIn = (text: string) => text.match(/<li class="cancelled">/g)?.length;
    const first = await (await get(address)).text();
    const [, older = ""] = /href="([^"]*)">Older runs/.exec(first) ?? [];
    const second = await (await get(older)).text();
    deepStrictEqual([countIn(first), countIn(second)], [20, 1]);
    deepStrictEqual([second.includes("Older runs"), second.includes("Newest runs")], [false, true]);
  },
);

databaseTest("A schedule is paused, goes on, is removed and brought back", async (database) => {
  await using desk = await open(database);
  const { workspace, get, path } = desk;
  await get(path, formOf(FORM));
  const [{ id, nextAt }] = await workspace.schedules.list({});
  const act = async (what: string) =>
    (await get(`/schedules/${id}`, formOf({ do: what }))).headers.get("Location");
  await act("pause");
  match(await (await get("/schedules")).text(), /id="paused">Paused/);
  equal((await workspace.schedules.read({ schedule: id })).nextAt, null);
  await act("resume");
  equal((await workspace.schedules.read({ schedule: id })).nextAt, nextAt);
  // The answer shows the page that the button stands on.
  for (
    const [back, page] of [["", `/schedules/${id}`], ["list", "/schedules"], ["notebook", path]]
  ) {
    const answer = await get(`/schedules/${id}`, formOf({ do: "resume", back }));
    equal(answer.headers.get("Location"), page);
  }
  const removed = await act("remove");
  equal(removed, `/schedules?removed=${id}&title=Sales`);
  match(await (await get(removed ?? "")).text(), /Removed the schedule of <strong>Sales/);
  equal((await get(`/schedules/${id}`)).status, 404);
  equal(await act("restore"), `/schedules/${id}?told=restored`);
  equal((await workspace.schedules.list({})).length, 1);
  equal((await get(`/schedules/${id}`, formOf({ do: "dance" }))).status, 400);
});

databaseTest("The next times are told as one types", async (database) => {
  await using desk = await open(database);
  const ask = async (query: string) => await (await desk.get(`/api/due-times?${query}`)).json();
  const due = await ask("often=monday&at=07:05&cron=&zone=Europe/Vienna");
  deepStrictEqual([due.words, due.times.length], ["every Monday at 07:05", 5]);
  match(due.times[0].local, /^Mon \d+ \w+ \d+, 07:05$/);
  equal((await ask("cron=1&zone=UTC")).field, "cron");
  equal((await ask("cron=1&zone=Moon")).field, "zone");
});
