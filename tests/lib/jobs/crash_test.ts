import { deepStrictEqual, equal } from "node:assert/strict";
import { makeFolder } from "@/tests/helpers/command.ts";
import { type StartedSite, startSite } from "@/tests/helpers/started_site.ts";
import { until } from "@/tests/helpers/until.ts";

/** A cell that goes on for seconds, in which the embedded database answers nobody. */
const SLOW = "```sql slow\nquery: |\n  select count(*) as n\n" +
  "  from generate_series(1, 30000) as a(x), generate_series(1, 1500) as b(x)\n```\n";

interface RunTold {
  readonly state: string;
  readonly attempt: number;
}

async function post(site: StartedSite, path: string, body: object = {}) {
  const answer = await site.fetch(path, {
    method: "POST",
    headers: { Origin: site.origin, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  equal(answer.ok, true, text);
  return JSON.parse(text);
}

/** Waits until the newest run of a schedule is done, and returns all of them. */
function runsOnceDone(site: StartedSite, path: string): Promise<readonly RunTold[]> {
  return until(async () => {
    const { runs } = await (await site.fetch(`${path}/runs`)).json();
    return runs[0].state === "done" ? runs : null;
  });
}

Deno.test("start finds a scheduled run that a crash left behind, and runs it again", async () => {
  await using folder = await makeFolder();
  const environment = { DATA_DIR: `${folder.path}/data`, SCHEDULES: "on", LOG_LEVEL: "info" };
  let path = "";
  {
    await using site = await startSite({ environment });
    const { id } = await post(site, "/api/notebooks", { title: "Slow", text: SLOW });
    const when = { cron: "0 0 1 1 *", zone: "UTC" };
    const schedule = await post(site, `/api/notebooks/${id}/schedules`, when);
    path = `/api/schedules/${schedule.id}`;
    await post(site, `${path}/runs`);
    await site.untilLogged((line) => line.includes("job.start") && line.includes("notebook"));
    site.process.kill("SIGKILL");
    await site.process.status;
  }
  await using site = await startSite({ environment });
  const runs = await runsOnceDone(site, path);
  deepStrictEqual(runs.map(({ attempt, state }) => [attempt, state]), [
    [2, "done"],
    [1, "interrupted"],
  ]);
});
