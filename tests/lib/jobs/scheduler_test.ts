import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { AppError } from "@/lib/errors.ts";
import { Scheduler, type SchedulerServices } from "@/lib/jobs/scheduler.ts";
import { createLog } from "@/lib/log.ts";
import { about } from "@/lib/seen/about.ts";
import { USUAL_RULES } from "@/lib/workspace/schedules/rules.ts";
import { DAY, HOUR, makeClock, MINUTE, SECOND, type TestClock } from "@/tests/helpers/clock.ts";
import { databaseKind, databaseTest } from "@/tests/helpers/database.ts";

const log = createLog({ level: "error", write() {} });

/** Nothing was told. */
const WELL = { told: {}, run: null };

/** Every night at two. */
const NIGHTLY = { cron: "0 2 * * *", zone: "UTC" };

type Rules = Partial<typeof USUAL_RULES & typeof NIGHTLY>;

/** Adds a schedule that is due at two in the night after noon on March 1st. */
async function addSchedule({ kysely }: Database, id: string, rules: Rules = {}): Promise<void> {
  const kept = { ...USUAL_RULES, ...NIGHTLY, ...rules };
  await kysely.insertInto("schedules").values({
    id,
    work: "housekeeping",
    notebook: null,
    maker: null,
    cron: kept.cron,
    zone: kept.zone,
    active: kept.active,
    retries: kept.retries,
    retry_seconds: kept.retrySeconds,
    limit_seconds: kept.limitSeconds,
    catches_up: kept.catchesUp,
    runs_again: kept.runsAgain,
    alert_seconds: kept.alertSeconds,
    alert_to: null,
    due_at: "2026-03-02T02:00:00Z",
  }).execute();
}

/** The runs of a schedule in words, the oldest first. */
async function historyOf({ kysely }: Database, schedule: string): Promise<readonly string[]> {
  const rows = await kysely.selectFrom("job_runs").selectAll().where("schedule", "=", schedule)
    .orderBy("due_at").orderBy("attempt").execute();
  return rows.map(({ due_at, attempt, state, told }) =>
    `${due_at.slice(5, 16)} #${attempt} ${state}${
      "missed" in told ? `, ${told.missed} missed` : ""
    }`
  );
}

interface Opened extends AsyncDisposable {
  readonly scheduler: Scheduler;
  readonly alerts: readonly string[];
}

function open(
  database: Database,
  clock: TestClock,
  work: SchedulerServices["work"] = () => Promise.resolve(WELL),
): Opened {
  const alerts: string[] = [];
  const scheduler = new Scheduler({
    database,
    log,
    now: clock.now,
    work,
    alert: ({ id }, reason) => {
      alerts.push(`${id} ${reason}`);
      return Promise.resolve(true);
    },
  });
  return { scheduler, alerts, [Symbol.asyncDispose]: () => scheduler[Symbol.asyncDispose]() };
}

/** Looks once, and waits for what began. */
async function look({ scheduler }: Pick<Opened, "scheduler">): Promise<void> {
  await scheduler.tick();
  await scheduler.settled();
}

databaseTest("tick() runs what has come due, once", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept");
  await addSchedule(database, "paused", { active: false });
  let count = 0;
  await using opened = open(database, clock, () => {
    count++;
    return Promise.resolve({ told: { rows: 7 }, run: null });
  });
  await look(opened);
  equal(count, 0);
  clock.move(14 * HOUR); // 02:00
  await look(opened);
  await look(opened);
  deepStrictEqual(await historyOf(database, "kept"), ["03-02T02:00 #1 done"]);
  deepStrictEqual(await historyOf(database, "paused"), []);
  equal(count, 1);
  const { told } = await database.kysely.selectFrom("job_runs").select("told")
    .executeTakeFirstOrThrow();
  deepStrictEqual(told, { rows: 7 });
  clock.move(DAY);
  await look(opened);
  deepStrictEqual(await historyOf(database, "kept"), [
    "03-02T02:00 #1 done",
    "03-03T02:00 #1 done",
  ]);
});

databaseTest("tick() lets one of several processes run what came due", async (database) => {
  // The embedded database is open in one process alone.
  if (databaseKind === "embedded") return;
  await migrate(database);
  const clock = makeClock();
  for (const id of ["a", "b", "c", "d"]) await addSchedule(database, id);
  const ran: string[] = [];
  const work: SchedulerServices["work"] = ({ id }) => {
    ran.push(id);
    return Promise.resolve(WELL);
  };
  await using one = open(database, clock, work);
  await using other = open(database, clock, work);
  await using third = open(database, clock, work);
  clock.move(15 * HOUR);
  // Each takes two at a time.
  for (let turn = 0; turn < 2; turn++) await Promise.all([one, other, third].map(look));
  deepStrictEqual(ran.toSorted(), ["a", "b", "c", "d"]);
});

databaseTest(
  "tick() tries again after a failure, waits twice as long, and tells once",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "kept", { retries: 2, retrySeconds: 60 });
    let isBroken = true;
    await using opened = open(database, clock, () => {
      return isBroken
        ? Promise.reject(new AppError("DATABASE_ERROR", "Cannot read"))
        : Promise.resolve(WELL);
    });
    clock.move(14 * HOUR);
    await look(opened);
    clock.move(59 * SECOND);
    await look(opened);
    deepStrictEqual(await historyOf(database, "kept"), [
      "03-02T02:00 #1 failed",
      "03-02T02:00 #2 waiting",
    ]);
    clock.move(SECOND);
    await look(opened);
    // The second wait is of 120 seconds.
    clock.move(119 * SECOND);
    await look(opened);
    deepStrictEqual(opened.alerts, []);
    clock.move(SECOND);
    await look(opened);
    const failed = [1, 2, 3].map((attempt) => `03-02T02:00 #${attempt} failed`);
    deepStrictEqual(await historyOf(database, "kept"), failed);
    deepStrictEqual(opened.alerts, ["kept failed"]);
    const { problem } = await database.kysely.selectFrom("job_runs").select("problem")
      .executeTakeFirstOrThrow();
    deepStrictEqual(problem, { code: "DATABASE_ERROR", message: "Cannot read" });
    // It stays owed; nobody is told twice before it has ended well.
    clock.move(6 * HOUR);
    await look(opened);
    deepStrictEqual(opened.alerts, ["kept failed"]);
    isBroken = false;
    clock.move(DAY);
    await look(opened);
    isBroken = true;
    clock.move(DAY);
    for (let turn = 0; turn < 3; turn++) {
      await look(opened);
      clock.move(5 * MINUTE);
    }
    deepStrictEqual(opened.alerts, ["kept failed", "kept failed"]);
  },
);

databaseTest("tick() does not try again what stays as it is", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept");
  await using opened = open(
    database,
    clock,
    () => Promise.reject(new AppError("NOT_FOUND", "Cannot find it")),
  );
  clock.move(14 * HOUR);
  await look(opened);
  deepStrictEqual(await historyOf(database, "kept"), ["03-02T02:00 #1 failed"]);
  deepStrictEqual(opened.alerts, ["kept failed"]);
});

databaseTest("tick() tells nothing of a bug but that there was one", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept", { retries: 0 });
  await using opened = open(database, clock, () => Promise.reject(new Error("row 7: 4711")));
  clock.move(14 * HOUR);
  await look(opened);
  const { problem } = await database.kysely.selectFrom("job_runs").select("problem")
    .executeTakeFirstOrThrow();
  deepStrictEqual(problem, { code: "INTERNAL_ERROR", message: "Internal server error" });
});

databaseTest(
  "tick() tells the log which schedule a line is about, and which try",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "kept", { retries: 0 });
    const lines: Readonly<Record<string, unknown>>[] = [];
    await using scheduler = new Scheduler({
      database,
      log: createLog({ level: "info", about, write: (line) => lines.push(JSON.parse(line)) }),
      now: clock.now,
      work: () => Promise.reject(new Error("It broke")),
      alert: () => Promise.resolve(true),
    });
    clock.move(14 * HOUR);
    await look({ scheduler });
    deepStrictEqual(
      lines.map(({ event, job, schedule, attempt }) => [event, job, schedule, attempt]),
      [
        ["job.start", "notebook", "kept", 1],
        ["job.error", "notebook", "kept", 1],
        ["job.given_up", "notebook", "kept", undefined],
      ],
    );
  },
);

databaseTest("tick() ends a run that takes longer than it may", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept", { retries: 0, limitSeconds: 1 });
  await using opened = open(database, clock, (_, signal) => untilAborted(signal));
  clock.move(14 * HOUR);
  await look(opened);
  deepStrictEqual(await historyOf(database, "kept"), ["03-02T02:00 #1 failed"]);
  const { problem } = await database.kysely.selectFrom("job_runs").select("problem")
    .executeTakeFirstOrThrow();
  deepStrictEqual(problem, {
    code: "TIME_LIMIT",
    message: "Cannot go on as it must end within 1 seconds: current value is more",
  });
});

databaseTest(
  "tick() finds what a process left behind that is gone, and runs it again",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "again");
    await addSchedule(database, "once", { runsAgain: false });
    const gone = open(database, clock, (_, signal) => untilAborted(signal));
    clock.move(14 * HOUR);
    await gone.scheduler.tick();
    await using opened = open(database, clock);
    if (databaseKind === "server") {
      // Somebody else may run it still, until nothing was heard of them for a minute.
      clock.move(59 * SECOND);
      await look(opened);
      deepStrictEqual(await historyOf(database, "again"), ["03-02T02:00 #1 running"]);
      clock.move(SECOND);
    }
    await look(opened);
    deepStrictEqual(await historyOf(database, "again"), [
      "03-02T02:00 #1 interrupted",
      "03-02T02:00 #2 done",
    ]);
    deepStrictEqual(await historyOf(database, "once"), ["03-02T02:00 #1 interrupted"]);
    deepStrictEqual(opened.alerts, ["once failed"]);
    // Were it there after all, it could not end what was taken from it.
    await gone[Symbol.asyncDispose]();
    deepStrictEqual(await historyOf(database, "once"), ["03-02T02:00 #1 interrupted"]);
  },
);

databaseTest("tick() gives up what interrupts its process each time", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept");
  clock.move(14 * HOUR);
  const alerts: string[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const stopped = open(database, clock, (_, signal) => untilAborted(signal));
    await stopped.scheduler.tick();
    await stopped[Symbol.asyncDispose]();
    alerts.push(...stopped.alerts);
  }
  deepStrictEqual(alerts, ["kept failed"]);
  // Three interruptions are made up for; the fourth is not.
  deepStrictEqual(
    await historyOf(database, "kept"),
    [1, 2, 3, 4].map((attempt) => `03-02T02:00 #${attempt} interrupted`),
  );
});

databaseTest(
  "tick() makes up once for all that was missed, where that is wanted",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "made_up");
    await addSchedule(database, "left", { catchesUp: false });
    await using opened = open(database, clock);
    // Noon of the 5th: the nights of the 2nd, 3rd, 4th and 5th have passed.
    clock.move(4 * DAY);
    await look(opened);
    deepStrictEqual(await historyOf(database, "made_up"), ["03-05T02:00 #1 done, 3 missed"]);
    deepStrictEqual(await historyOf(database, "left"), ["03-05T02:00 #1 missed, 4 missed"]);
    // Ten hours late, of which two are borne.
    deepStrictEqual(opened.alerts, ["left overdue"]);
    clock.move(14 * HOUR);
    await look(opened);
    deepStrictEqual(await historyOf(database, "left"), [
      "03-05T02:00 #1 missed, 4 missed",
      "03-06T02:00 #1 done",
    ]);
    // What was made up for is owed no more.
    deepStrictEqual(opened.alerts, ["left overdue"]);
  },
);

databaseTest(
  "tick() tells of what goes on for too long, and skips what comes due meanwhile",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "kept", { cron: "0 * * * *", alertSeconds: 5400 });
    await using opened = open(database, clock, (_, signal) => untilAborted(signal));
    clock.move(14 * HOUR);
    await opened.scheduler.tick();
    clock.move(HOUR);
    await opened.scheduler.tick();
    deepStrictEqual(await historyOf(database, "kept"), [
      "03-02T02:00 #1 running",
      "03-02T03:00 #1 skipped",
    ]);
    deepStrictEqual(opened.alerts, []);
    clock.move(HOUR);
    await opened.scheduler.tick();
    deepStrictEqual(opened.alerts, ["kept overdue"]);
  },
);

databaseTest(
  "tick() runs again what it could not end, as the database was away",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "kept");
    let isAway = false;
    const shaky = new Proxy(database, {
      get(target, name) {
        if (name === "transaction" && isAway) {
          isAway = false;
          return () => Promise.reject(new AppError("DATABASE_ERROR", "Cannot reach it"));
        }
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await using opened = open(shaky, clock, () => {
      isAway = clock.now().getUTCHours() === 2;
      return Promise.resolve(WELL);
    });
    clock.move(14 * HOUR);
    await look(opened);
    deepStrictEqual(await historyOf(database, "kept"), ["03-02T02:00 #1 running"]);
    clock.move(HOUR);
    await look(opened);
    deepStrictEqual(await historyOf(database, "kept"), [
      "03-02T02:00 #1 interrupted",
      "03-02T02:00 #2 done",
    ]);
  },
);

databaseTest("tick() does not try again what was paused meanwhile", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept");
  await using opened = open(database, clock, async () => {
    await database.query("update daybook.schedules set active = false");
    throw new AppError("DATABASE_ERROR", "Cannot read");
  });
  clock.move(14 * HOUR);
  await look(opened);
  deepStrictEqual(await historyOf(database, "kept"), ["03-02T02:00 #1 failed"]);
  deepStrictEqual(opened.alerts, []);
});

databaseTest("tick() tells again, after a while, whom it could not tell", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept", { retries: 0, alertSeconds: 60 });
  const told: string[] = [];
  await using scheduler = new Scheduler({
    database,
    log,
    now: clock.now,
    work: () => Promise.reject(new AppError("NOT_FOUND", "Cannot find it")),
    alert: (_, reason) => {
      told.push(reason);
      return told.length === 1
        ? Promise.reject(new Error("What is told cannot be read"))
        : Promise.resolve(told.length > 2);
    },
  });
  clock.move(14 * HOUR);
  for (let turn = 0; turn < 20; turn++) {
    await look({ scheduler });
    clock.move(MINUTE);
  }
  // At 02:00, 02:05 and 02:10, and then no more.
  deepStrictEqual(told, ["failed", "overdue", "overdue"]);
});

databaseTest(
  "tick() tells anew of a failure once a run that was asked for ended well",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "kept", { retries: 0 });
    let isBroken = true;
    await using opened = open(
      database,
      clock,
      () =>
        isBroken
          ? Promise.reject(new AppError("NOT_FOUND", "Cannot find it"))
          : Promise.resolve(WELL),
    );
    for (const broken of [true, true, false]) {
      isBroken = broken;
      await opened.scheduler.runNow("kept", "owner");
      await look(opened);
      clock.move(SECOND);
    }
    deepStrictEqual(opened.alerts, ["kept failed"]);
    isBroken = true;
    clock.move(14 * HOUR); // Past 02:00
    await look(opened);
    deepStrictEqual(opened.alerts, ["kept failed", "kept failed"]);
  },
);

databaseTest("cancel() stops a run, which is not tried again", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept");
  await using opened = open(database, clock, (_, signal) => untilAborted(signal));
  const id = await opened.scheduler.runNow("kept", "owner");
  await rejects(opened.scheduler.runNow("kept", "owner"), { code: "CONFLICT" });
  await opened.scheduler.tick();
  await opened.scheduler.cancel(id);
  await look(opened);
  deepStrictEqual(await historyOf(database, "kept"), ["03-01T12:00 #1 cancelled"]);
  deepStrictEqual(opened.alerts, []);
});

databaseTest(
  "Disposing interrupts what goes on; who comes next runs it again",
  async (database) => {
    await migrate(database);
    const clock = makeClock();
    await addSchedule(database, "kept");
    const stopped = open(database, clock, (_, signal) => untilAborted(signal));
    clock.move(14 * HOUR);
    await stopped.scheduler.tick();
    await stopped[Symbol.asyncDispose]();
    await using opened = open(database, clock);
    await look(opened);
    deepStrictEqual(await historyOf(database, "kept"), [
      "03-02T02:00 #1 interrupted",
      "03-02T02:00 #2 done",
    ]);
  },
);

databaseTest("start() runs by itself what comes due", async (database) => {
  await migrate(database);
  const clock = makeClock();
  await addSchedule(database, "kept");
  const { promise, resolve } = Promise.withResolvers<string>();
  await using opened = open(database, clock, ({ id }) => {
    resolve(id);
    return Promise.resolve(WELL);
  });
  clock.move(14 * HOUR);
  opened.scheduler.start();
  equal(await promise, "kept");
});

/** Works until it is stopped. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
