import { deepStrictEqual } from "node:assert/strict";
import { ensureSchedules } from "@/lib/jobs/workspace_schedules.ts";
import { createEngineFigures } from "@/lib/seen/engine_figures.ts";
import { createSeen } from "@/lib/workspace/seen/seen.ts";
import { DAY, makeClock } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openPages } from "@/tests/helpers/site.ts";

databaseTest("/health/jobs answers 503 once what was scheduled is overdue", async (database) => {
  const clock = makeClock("2026-03-02T12:00:00Z");
  await ensureSchedules(database, clock.now());
  const figures = createEngineFigures();
  const now = () => clock.now().getTime();
  const seen = createSeen({ database, figures, dataDirectory: "", now });
  const fetchPage = await openPages({ seen }, ["routes/health/jobs.ts"]);
  const told = async () => {
    const answer = await fetchPage("/health/jobs");
    return { code: answer.status, ...await answer.json() };
  };
  deepStrictEqual(await told(), { code: 200, status: "in_time", overdue: 0 });
  // By Wednesday nightly KPIs and housekeeping were due for long, wherever this runs; retraining, on
  // Sundays, was not.
  clock.move(2 * DAY);
  deepStrictEqual(await told(), { code: 503, status: "overdue", overdue: 2 });
  const lines = (await figures.figures.text()).split("\n");
  deepStrictEqual(lines.filter((line) => line.startsWith("daybook_schedules_overdue")), [
    "daybook_schedules_overdue 2",
  ]);
  await database.query("update daybook.schedules set active = false where id = 'kpis'");
  clock.move(1000);
  deepStrictEqual(await told(), { code: 503, status: "overdue", overdue: 1 });
});
