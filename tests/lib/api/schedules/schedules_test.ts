import { deepStrictEqual, equal, match } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openGuardedEngine } from "@/tests/helpers/guarded_engine.ts";
import { openProgram } from "@/tests/helpers/program.ts";
import { holdEtag } from "@/tests/lib/api/held_etag.ts";
import { sendJson } from "@/tests/lib/api/notebooks/sent.ts";

const TEXT = `---
params:
  factor: { type: number, default: 2 }
---

\`\`\`sql total
query: select 21 * \${factor} as answer
\`\`\`
`;

/** A page of the same site asks so. */
const POST = { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" } };
const DELETE = { ...POST, method: "DELETE" };

/** A cell that goes on for minutes. */
const SLOW = "```sql slow\nquery: |\n  select count(*) as n\n" +
  "  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x)\n```\n";

databaseTest(
  "createSchedule lets a notebook run by the clock, and others follow it",
  async (database) => {
    await using engine = await openGuardedEngine(database, { SCHEDULES: "on" });
    const owner = await engine.owner();
    const ask = await openProgram(owner);
    const { id } = await owner.notebooks.create({ title: "Answers", text: TEXT });
    const made = await sendJson(ask, `/api/notebooks/${id}/schedules`, {
      cron: "0 6 * * 1-5",
      zone: "Europe/Berlin",
      parameters: { factor: 4 },
      retry_seconds: 60,
    });
    equal(made.status, 201);
    const schedule = await made.json();
    deepStrictEqual(
      [schedule.title, schedule.work, schedule.notebook, schedule.parameters, schedule.sends],
      ["Answers", "notebook", id, { factor: "4" }, false],
    );
    deepStrictEqual([schedule.retries, schedule.retry_seconds, schedule.revision], [2, 60, 1]);
    const path = made.headers.get("Location") ?? "";
    equal(path, `/api/schedules/${schedule.id}`);
    deepStrictEqual(await (await ask(path)).json(), schedule);
    await holdEtag(ask, path);

    const begun = await ask(`${path}/runs`, POST);
    equal(begun.status, 202);
    const run = begun.headers.get("Location") ?? "";
    let ended = await begun.json();
    while (ended.finished_at === null) ended = await (await ask(run)).json();
    deepStrictEqual([ended.state, ended.asked, ended.attempt], ["done", true, 1]);
    deepStrictEqual(ended.told, { cells: 1, computed: 1 });
    const { runs, next_cursor } = await (await ask(`${path}/runs?limit=1`)).json();
    deepStrictEqual([runs, next_cursor], [[ended], null]);
    const { schedules } = await (await ask(`/api/schedules?notebook=${id}`)).json();
    deepStrictEqual(schedules[0].last_run, ended);
    const ids = (await (await ask("/api/schedules")).json()).schedules
      .map((one: { readonly id: string }) => one.id);
    deepStrictEqual(ids.toSorted(), ["housekeeping", "kpis", "retraining", schedule.id].toSorted());
  },
);

databaseTest(
  "changeSchedule changes what was seen, and removeSchedule can be taken back",
  async (database) => {
    await using engine = await openGuardedEngine(database);
    const owner = await engine.owner();
    const ask = await openProgram(owner);
    const { id } = await owner.notebooks.create({ text: TEXT });
    const when = { cron: "0 6 * * *", zone: "UTC" };
    const made = await sendJson(ask, `/api/notebooks/${id}/schedules`, when);
    const path = made.headers.get("Location") ?? "";
    const change = (body: object) => sendJson(ask, path, body, "PATCH");
    const paused = await change({ revision: 1, active: false, alert_to: "ann@example.org" });
    const { active, alert_to, next_at, revision } = await paused.json();
    deepStrictEqual([active, alert_to, next_at, revision], [false, "ann@example.org", null, 2]);
    const stale = await change({ revision: 1, active: true });
    deepStrictEqual([stale.status, (await stale.json()).code], [409, "CONFLICT"]);
    const refused = [
      { revision: 2, cron: "61 * * * *" },
      { revision: 2, zone: "Mars/Olympus" },
      { revision: 2, retries: 11 },
      { revision: 2, limit_seconds: 0 },
      { revision: 2, parameters: { other: 1 } },
      { revision: 2, maker: "ann" },
      { revision: 2 ** 31, retries: 1 },
      { active: true },
    ];
    for (const body of refused) {
      const { status } = await change(body);
      equal(status, 422, JSON.stringify(body));
    }
    equal((await ask(path, DELETE)).status, 204);
    equal((await ask(path)).status, 404);
    equal((await (await ask(`${path}/restore`, POST)).json()).revision, 2);
    equal((await ask("/api/schedules/kpis", DELETE)).status, 422);
  },
);

databaseTest("listScheduledRuns tells runs page by page, the newest first", async (database) => {
  await using engine = await openGuardedEngine(database, { SCHEDULES: "on" });
  const owner = await engine.owner();
  const ask = await openProgram(owner);
  const { id } = await owner.notebooks.create({ text: TEXT });
  const when = { cron: "0 6 * * *", zone: "UTC" };
  const made = await sendJson(ask, `/api/notebooks/${id}/schedules`, when);
  const path = `${made.headers.get("Location")}/runs`;
  const begun: string[] = [];
  while (begun.length < 2) {
    const run = await (await ask(path, POST)).json();
    let { finished_at } = run;
    while (finished_at === null) ({ finished_at } = await (await ask(`${path}/${run.id}`)).json());
    begun.push(run.id);
  }
  const idsOf = (page: { readonly runs: readonly { readonly id: string }[] }) =>
    page.runs.map((run) => run.id);
  const first = await (await ask(`${path}?limit=1`)).json();
  const second = await (await ask(`${path}?limit=1&cursor=${first.next_cursor}`)).json();
  deepStrictEqual([idsOf(first), idsOf(second)], [[begun[1]], [begun[0]]]);
  equal(second.next_cursor, null);
  equal((await ask(`${path}/${crypto.randomUUID()}`)).status, 404);
});

databaseTest(
  "Schedules are theirs who edit the notebook, and of no other account",
  async (database) => {
    await using engine = await openGuardedEngine(database);
    const ann = await engine.add("ann");
    const asAnn = await openProgram(ann);
    const asBob = await openProgram(await engine.add("bob"));
    const { id } = await ann.notebooks.create({ text: TEXT });
    const when = { cron: "0 6 * * *", zone: "UTC" };
    const made = await sendJson(asAnn, `/api/notebooks/${id}/schedules`, when);
    const path = made.headers.get("Location") ?? "";
    const { id: schedule } = await made.json();
    const idsOf = async (ask: typeof asAnn) =>
      (await (await ask("/api/schedules")).json()).schedules
        .map((one: { readonly id: string }) => one.id);
    deepStrictEqual([await idsOf(asAnn), await idsOf(asBob)], [[schedule], []]);
    const tried = [
      await asBob(path),
      await asBob(`${path}/runs`),
      await asBob(`${path}/runs`, POST),
      await asBob(path, DELETE),
      await asBob(`${path}/restore`, POST),
      await sendJson(asBob, path, { revision: 1, active: false }, "PATCH"),
      await sendJson(asBob, `/api/notebooks/${id}/schedules`, when),
    ];
    deepStrictEqual(tried.map(({ status }) => status), tried.map(() => 404));
    // The workspace's own are the admins'.
    const refused = [
      await asAnn("/api/schedules/kpis"),
      await asAnn("/api/schedules/kpis/runs", POST),
    ];
    deepStrictEqual(refused.map(({ status }) => status), [404, 404]);
  },
);

databaseTest("cancelScheduledRun stops a run, and another one can begin", async (database) => {
  await using engine = await openGuardedEngine(database, { SCHEDULES: "on" });
  const owner = await engine.owner();
  const ask = await openProgram(owner);
  const { id } = await owner.notebooks.create({ text: SLOW });
  const when = { cron: "0 6 * * *", zone: "UTC" };
  const made = await sendJson(ask, `/api/notebooks/${id}/schedules`, when);
  const path = made.headers.get("Location") ?? "";
  const begun = await ask(`${path}/runs`, POST);
  const run = begun.headers.get("Location") ?? "";
  const twice = await ask(`${path}/runs`, POST);
  deepStrictEqual([twice.status, (await twice.json()).code], [409, "CONFLICT"]);
  const cancelled = await (await ask(`${run}/cancel`, POST)).json();
  deepStrictEqual([cancelled.state, cancelled.problem], ["cancelled", null]);
  equal((await ask(`${path}/runs`, POST)).status, 202);
});

databaseTest("previewSchedule tells the next times by the clocks of a zone", async (database) => {
  await using engine = await openGuardedEngine(database);
  const ask = await openProgram(await engine.owner());
  const query = new URLSearchParams({ cron: "30 12 * * *", zone: "Asia/Kolkata" });
  const { times } = await (await ask(`/api/schedules/preview?${query}`)).json();
  equal(times.length, 5);
  // Clocks in Kolkata are five and a half hours ahead all year.
  for (const time of times) match(time, /T07:00:00\.000Z$/);
  const refused = await ask("/api/schedules/preview?cron=now&zone=UTC");
  equal(refused.status, 422);
  match((await refused.json()).detail, /five fields/);
});
