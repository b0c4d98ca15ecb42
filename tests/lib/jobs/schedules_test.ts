import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type {
  JobRunView,
  ScheduleChange,
  ScheduleView,
} from "@/lib/workspace/schedules/contract.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { until } from "@/tests/helpers/until.ts";
import { openGuardedEngine } from "@/tests/helpers/guarded_engine.ts";
import { startMailServer } from "@/tests/helpers/mail_server.ts";

/** Who asks is said by the guard, whatever a question says. */
const by = { type: "owner" } as const;

const MORNING = { cron: "0 6 * * 1-5", zone: "Europe/Berlin" };

const NOTEBOOK = `---
title: Sales
---

\`\`\`load orders
inline: |
  day,amount
  2026-01-01,10
  2026-01-02,20
\`\`\`

\`\`\`kpi daily
time: day
grain: day
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`summary brief
mail:
  to: [ann@example.org, bea@example.org]
template: Revenue came to {{ daily.revenue.total }}.
\`\`\`
`;

/** Opens an engine that runs schedules. */
function open(database: Database, environment: Readonly<Record<string, string>> = {}) {
  return openGuardedEngine(database, { SCHEDULES: "on", ...environment });
}

/** Runs a schedule now, and waits until it has ended. */
async function runNow(workspace: Workspace, schedule: string): Promise<JobRunView> {
  const { id: run } = await workspace.schedules.run({ schedule, by });
  return await until(async () => {
    const view = await workspace.schedules.readRun({ schedule, run });
    return view.finishedAt === null ? null : view;
  });
}

function create(
  workspace: Workspace,
  notebook: string,
  more: { readonly sends?: boolean; readonly rules?: object } = {},
): Promise<ScheduleView> {
  const { sends = false, rules = {} } = more;
  return workspace.schedules.create({
    notebook,
    parameters: {},
    sends,
    rules: { ...MORNING, ...rules },
    by,
  });
}

databaseTest("A scheduled notebook runs, and its letters go out once", async (database) => {
  await using server = await startMailServer();
  await using engine = await open(database, {
    SMTP_URL: server.url,
    EMAIL_FROM: "daybook@example.org",
  });
  const ann = await engine.add("ann");
  const { id } = await ann.notebooks.create({ text: NOTEBOOK });
  const schedule = await create(ann, id, { sends: true });
  equal(schedule.title, "Sales");
  deepStrictEqual(schedule.work, { type: "notebook", notebook: id, parameters: {}, sends: true });
  const first = await runNow(ann, schedule.id);
  deepStrictEqual([first.state, first.told], ["done", { cells: 3, computed: 3, letters: 2 }]);
  const { items } = await ann.notebooks.runs({ id, after: null, limit: 1 });
  equal(items[0].id, first.run);
  // It says nothing new: nobody gets the same letter twice.
  const second = await runNow(ann, schedule.id);
  deepStrictEqual([second.state, second.told], ["done", { cells: 3, computed: 0, letters: 0 }]);
  deepStrictEqual(server.arrived.flatMap(({ to }) => to).toSorted(), [
    "ann@example.org",
    "bea@example.org",
  ]);
  match(server.arrived[0].mail.text ?? "", /Revenue came to €30\./);
});

databaseTest(
  "What is to be sent to somebody fails where mail is not set up, and nothing else does",
  async (database) => {
    await using engine = await open(database);
    const ann = await engine.add("ann");
    const nobody = NOTEBOOK.replace(/^mail:\n.*\n/m, "");
    const { id } = await ann.notebooks.create({ text: nobody });
    const { id: quiet } = await create(ann, id, { sends: true });
    const { state, told } = await runNow(ann, quiet);
    deepStrictEqual([state, told.letters], ["done", 0]);
    const { id: other } = await ann.notebooks.create({ text: NOTEBOOK });
    const { id: loud } = await create(ann, other, { sends: true });
    const failed = await runNow(ann, loud);
    deepStrictEqual([failed.state, failed.problem?.code], ["failed", "OUTSIDE_FAILED"]);
    match(failed.problem?.message ?? "", /"brief" as mail must be set up/);
  },
);

databaseTest("A schedule that fails tells why, and whom it names", async (database) => {
  await using server = await startMailServer();
  await using engine = await open(database, {
    SMTP_URL: server.url,
    EMAIL_FROM: "daybook@example.org",
    ALERT_EMAIL: "operations@example.org",
  });
  const ann = await engine.add("ann");
  const text = "```load gone\nsource: no-such-source\n```\n";
  const { id } = await ann.notebooks.create({ title: "Shops", text });
  const named = await create(ann, id, { rules: { alertTo: "Ann Lee <ann@EXAMPLE.org>" } });
  equal(named.alertTo, "ann@example.org");
  const run = await runNow(ann, named.id);
  equal(run.state, "failed");
  match(run.problem?.message ?? "", /no-such-source.*, in the cell "gone"$/);
  const unnamed = await create(ann, id);
  await runNow(ann, unnamed.id);
  await until(() => Promise.resolve(server.arrived.length < 2 ? null : server));
  deepStrictEqual(server.arrived.map(({ to, mail }) => [...to, mail.subject]), [
    ["ann@example.org", 'Daybook: "Shops" has failed'],
    ["operations@example.org", 'Daybook: "Shops" has failed'],
  ]);
  match(server.arrived[0].mail.text ?? "", new RegExp(`/schedules/${named.id}\n`));
});

databaseTest(
  "What somebody scheduled ends with their right to edit the notebook",
  async (database) => {
    await using engine = await open(database);
    const ann = await engine.add("ann");
    const bob = await engine.add("bob");
    const { id } = await ann.notebooks.create({ text: NOTEBOOK });
    await ann.sharing.share({ notebook: id, email: "bob@example.com", verb: "edit", by });
    const schedule = await create(bob, id);
    equal((await runNow(ann, schedule.id)).state, "done");
    // To pause it and let it come due again does not take it on.
    for (const active of [false, true]) {
      const { revision } = await ann.schedules.read({ schedule: schedule.id });
      await ann.schedules.change({ schedule: schedule.id, revision, change: { active }, by });
    }
    await ann.sharing.share({ notebook: id, email: "bob@example.com", verb: "view", by });
    const { state, problem } = await runNow(ann, schedule.id);
    deepStrictEqual([state, problem?.code], ["failed", "NOT_GRANTED"]);
    // He who may only look finds none; who has the notebook takes it on with a change.
    deepStrictEqual(await bob.schedules.list({}), []);
    await rejects(bob.schedules.read({ schedule: schedule.id }), { code: "NOT_GRANTED" });
    const { revision } = await ann.schedules.read({ schedule: schedule.id });
    await ann.schedules.change({ schedule: schedule.id, revision, change: { retries: 1 }, by });
    equal((await runNow(ann, schedule.id)).state, "done");
  },
);

databaseTest("create() keeps what says when as it is written", async (database) => {
  await using engine = await open(database, { SCHEDULES: "off" });
  const ann = await engine.add("ann");
  const { id } = await ann.notebooks.create({ text: NOTEBOOK });
  const typed = { cron: " 0  6 * *\t1-5\n", zone: "europe/BERLIN" };
  const { cron, zone, nextAt } = await create(ann, id, { rules: typed });
  deepStrictEqual({ cron, zone }, MORNING);
  // What was written otherwise is no other time: it still owes what it owed.
  const [{ id: schedule }] = await ann.schedules.list({ notebook: id });
  const owed_since = "2026-03-02T05:00:00Z";
  await database.kysely.updateTable("schedules").set({ owed_since })
    .where("id", "=", schedule).execute();
  const changed = await ann.schedules.change({ schedule, revision: 1, change: typed, by });
  deepStrictEqual([changed.owedSince, changed.nextAt], [owed_since, nextAt]);
});

databaseTest("change() takes what was seen, and remove() can be taken back", async (database) => {
  await using engine = await open(database);
  const ann = await engine.add("ann");
  const { id } = await ann.notebooks.create({ text: NOTEBOOK });
  const { id: schedule, nextAt, zone } = await create(ann, id);
  ok(nextAt !== null);
  equal(zone, "Europe/Berlin");
  const changed = await ann.schedules.change({
    schedule,
    revision: 1,
    change: { active: false },
    by,
  });
  deepStrictEqual([changed.revision, changed.active, changed.nextAt], [2, false, null]);
  const late = { schedule, revision: 1, change: { retries: 3 }, by };
  await rejects(ann.schedules.change(late), { code: "CONFLICT" });
  for (const revision of [0, 1.5, 2 ** 31]) {
    await rejects(ann.schedules.change({ ...late, revision }), { code: "CONFLICT" });
  }
  const bad = [
    { cron: "61 2 * * *" },
    { cron: "* * * * * *" },
    { cron: "0 0 31 2 *" },
    { zone: "+01:00" },
    { retries: 11 },
    { limitSeconds: 0 },
    { limitSeconds: 1.5 },
    { alertTo: "nobody" },
  ];
  for (const change of bad) {
    const asked = { schedule, revision: 2, change, by };
    await rejects(ann.schedules.change(asked), { code: "BAD_PARAMETER" }, JSON.stringify(change));
  }
  await ann.schedules.remove({ schedule, by });
  deepStrictEqual(await ann.schedules.list({}), []);
  await rejects(ann.schedules.read({ schedule }), { code: "NOT_FOUND" });
  await rejects(ann.schedules.run({ schedule, by }), { code: "NOT_FOUND" });
  equal((await ann.schedules.restore({ schedule, by })).id, schedule);
  // With its notebook it goes, and comes back.
  await ann.notebooks.remove({ id });
  deepStrictEqual(await ann.schedules.list({}), []);
  const ada = await engine.add("ada", "admin");
  await rejects(ada.schedules.read({ schedule }), { code: "NOT_FOUND" });
  await rejects(ada.schedules.run({ schedule, by }), { code: "NOT_FOUND" });
  await ann.notebooks.restore({ id });
  equal((await ann.schedules.list({ notebook: id })).length, 1);
});

databaseTest(
  "A schedule takes parameters that its notebook declares, and fails once they are gone",
  async (database) => {
    await using engine = await open(database);
    const ann = await engine.add("ann");
    const head = "---\nparams:\n  least: { type: number, default: 1 }\n---\n\n";
    const text = "```load rows\ninline: |\n  a\n  1\n```\n";
    const { id } = await ann.notebooks.create({ text: head + text });
    const given = (parameters: Readonly<Record<string, string>>) =>
      ann.schedules.create({ notebook: id, parameters, sends: false, rules: MORNING, by });
    await rejects(given({ lest: "2" }), { code: "BAD_PARAMETER" });
    await rejects(given({ least: "two" }), { code: "BAD_PARAMETER" });
    const { id: schedule } = await given({ least: "2" });
    equal((await runNow(ann, schedule)).state, "done");
    const other = { id, revision: 1, text, editor: null, parameters: {} };
    await ann.notebooks.write(other);
    const { state, problem } = await runNow(ann, schedule);
    deepStrictEqual([state, problem?.code], ["failed", "BAD_PARAMETER"]);
  },
);

databaseTest(
  "list() tells of a schedule the run that goes on, not what came due meanwhile",
  async (database) => {
    // Nobody takes the run for one that a crash left behind.
    await using engine = await open(database, { SCHEDULES: "off" });
    const ann = await engine.add("ann");
    const { id } = await ann.notebooks.create({ text: NOTEBOOK });
    const { id: schedule } = await create(ann, id);
    const runs = [["02:00", "running"], ["03:00", "skipped"], ["04:00", "skipped"]] as const;
    await database.kysely.insertInto("job_runs").values(
      runs.map(([time, state]) => ({
        id: crypto.randomUUID(),
        schedule,
        due_at: `2026-03-02T${time}:00Z`,
        attempt: 1,
        asked_by: null,
        state,
        starts_at: `2026-03-02T${time}:00Z`,
        holder: "another process",
      })),
    ).execute();
    const [{ lastRun }] = await ann.schedules.list({ notebook: id });
    equal(lastRun?.state, "running");
    // All of them are its history.
    const { items } = await ann.schedules.runs({ schedule, after: null, limit: 9 });
    deepStrictEqual(items.map(({ state }) => state), ["skipped", "skipped", "running"]);
  },
);

databaseTest(
  "create() and restore() refuse more schedules than a notebook may have",
  async (database) => {
    await using engine = await open(database);
    const ann = await engine.add("ann");
    const { id } = await ann.notebooks.create({ text: NOTEBOOK });
    const { id: schedule } = await create(ann, id);
    for (let count = 1; count < 20; count++) await create(ann, id);
    await rejects(create(ann, id), { code: "BAD_PARAMETER" });
    await ann.schedules.remove({ schedule, by });
    await create(ann, id);
    await rejects(ann.schedules.restore({ schedule, by }), { code: "BAD_PARAMETER" });
  },
);

databaseTest("change() leaves a run that was asked for while it is paused", async (database) => {
  // It waits for ever.
  await using engine = await open(database, { SCHEDULES: "off" });
  const ann = await engine.add("ann");
  const { id } = await ann.notebooks.create({ text: NOTEBOOK });
  const { id: schedule } = await create(ann, id, { rules: { active: false } });
  await ann.schedules.run({ schedule, by });
  await ann.schedules.change({ schedule, revision: 1, change: { retries: 1 }, by });
  equal((await ann.schedules.read({ schedule })).lastRun?.state, "waiting");
  // To pause it stops what waits.
  await ann.schedules.change({ schedule, revision: 2, change: { active: true }, by });
  await ann.schedules.change({ schedule, revision: 3, change: { active: false }, by });
  equal((await ann.schedules.read({ schedule })).lastRun?.state, "cancelled");
});

databaseTest("create() takes no more than a notebook may have, asked at once", async (database) => {
  await using engine = await open(database, { SCHEDULES: "off" });
  const ann = await engine.add("ann");
  const { id } = await ann.notebooks.create({ text: NOTEBOOK });
  const made = await Promise.allSettled(Array.from({ length: 30 }, () => create(ann, id)));
  equal(made.filter(({ status }) => status === "fulfilled").length, 20);
  equal((await ann.schedules.list({ notebook: id })).length, 20);
});

databaseTest("change() of what sends letters takes the right to send them", async (database, t) => {
  await using engine = await open(database, { SCHEDULES: "off" });
  const ann = await engine.add("ann");
  await engine.add("bob");
  const keyOf = async (account: string) => {
    const scopes = ["notebooks:read", "notebooks:write"] as const;
    const made = { account, name: "Writes", scopes, expiresAt: null };
    return engine.as({ type: "key", key: (await engine.auth.keys.create(made)).key });
  };
  const program = await keyOf("ann");
  const stranger = await keyOf("bob");
  const { id } = await ann.notebooks.create({ text: NOTEBOOK });
  const { id: schedule } = await create(ann, id, { sends: true });
  const change = async (workspace: Workspace, change: ScheduleChange) => {
    const { revision } = await ann.schedules.read({ schedule });
    return await workspace.schedules.change({ schedule, revision, change, by });
  };
  for (const one of [{ cron: "* * * * *" }, { parameters: {} }, { active: true, retries: 1 }]) {
    await t.step(`refused: ${Object.keys(one)}`, async () => {
      await rejects(change(program, one), { code: "NOT_GRANTED" });
      // Whether it sends is told to nobody else.
      await rejects(change(stranger, one), { code: "NOT_FOUND" });
    });
  }
  await t.step("taken: to pause it, and to end its letters", async () => {
    equal((await change(program, { active: false })).active, false);
    const { work } = await change(program, { sends: false });
    deepStrictEqual(work, { type: "notebook", notebook: id, parameters: {}, sends: false });
    equal((await change(program, { cron: "5 6 * * *" })).cron, "5 6 * * *");
  });
});

databaseTest("The workspace's own schedules are the admins', and stay", async (database) => {
  await using engine = await open(database);
  const ann = await engine.add("ann");
  const ada = await engine.add("ada", "admin");
  deepStrictEqual(await ann.schedules.list({}), []);
  await rejects(ann.schedules.read({ schedule: "kpis" }), { code: "NOT_FOUND" });
  const all = await ada.schedules.list({});
  deepStrictEqual(all.map(({ id, cron, title }) => [id, cron, title]).toSorted(), [
    ["housekeeping", "0 4 * * *", "Daily housekeeping"],
    ["kpis", "15 2 * * *", "Nightly KPIs"],
    ["retraining", "30 3 * * 0", "Weekly retraining"],
  ]);
  await rejects(ada.schedules.remove({ schedule: "kpis", by }), { code: "BAD_PARAMETER" });
  const parameters = { shop: "Kiel" };
  await rejects(
    ada.schedules.change({ schedule: "kpis", revision: 1, change: { parameters }, by }),
    { code: "BAD_PARAMETER" },
  );
});

const EVENTS = new TextEncoder().encode(
  "timestamp,metric,value\n" +
    Array.from({ length: 60 }, (_, day) => {
      const time = new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString();
      return `${time},sales,${100 + day % 7}\n`;
    }).join(""),
);

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

databaseTest(
  "Nightly KPIs mend days and run notebooks over events; retraining fills the ledger",
  async (database) => {
    await using engine = await open(database);
    const owner = await engine.owner();
    await owner.events.ingest({
      source: "shop",
      mode: "strict",
      dateOrder: null,
      zone: "UTC",
      format: null,
      name: "events.csv",
      corrects: null,
    }, once(EVENTS));
    await database.query(
      "update daybook.metric_daily set value_sum = 0 where day in ('2026-01-05', '2026-02-20')",
    );
    const { state, told } = await runNow(owner, "kpis");
    // The dashboard is the one notebook that reads events.
    deepStrictEqual([state, told], ["done", { sources: 1, corrected_days: 2, notebooks: 1 }]);
    const days = { source: "shop", metric: "sales", from: "2026-01-05", to: "2026-01-05" };
    const { items: [day] } = await owner.metrics.daily({
      ...days,
      distinct: false,
      after: null,
      limit: 1,
    });
    // January 5th is the fifth day: 100 + 4.
    equal(Number(day.sum), 104);
    const retrained = await runNow(owner, "retraining");
    deepStrictEqual([retrained.state, retrained.told], ["done", {
      forecasts: 1,
      without_score: 0,
      failed: 0,
    }]);
    const { items } = await owner.metrics.forecasts({
      source: "shop",
      metric: null,
      after: null,
      limit: 10,
    });
    deepStrictEqual(items.map(({ metric, horizon }) => [metric, horizon]), [["sales", 30]]);
  },
);

databaseTest("Daily housekeeping tells what each part came to", async (database) => {
  await using engine = await open(database);
  const owner = await engine.owner();
  const { state, told } = await runNow(owner, "housekeeping");
  equal(state, "done");
  for (const count of ["received_batches", "evicted_results", "history_runs"]) {
    equal(told[count], 0, count);
  }
});
