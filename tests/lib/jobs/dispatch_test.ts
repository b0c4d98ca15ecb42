import { deepStrictEqual, equal } from "node:assert/strict";
import { dispatchOf } from "@/lib/jobs/dispatch.ts";

/** What becomes of what is due every night at two, since March 2nd, in words. */
function found(
  now: string,
  { catchesUp = true, cron = "0 2 * * *" }: {
    readonly catchesUp?: boolean;
    readonly cron?: string;
  } = {},
) {
  const dueAt = new Date("2026-03-02T02:00:00Z");
  const found = dispatchOf({ cron, zone: "UTC", dueAt, catchesUp }, new Date(now));
  const { state, told } = found;
  const at = (date: Date | null) => date?.toISOString().slice(5, 19) ?? null;
  return {
    state,
    told,
    dueAt: at(found.dueAt),
    owedSince: at(found.owedSince),
    nextAt: at(found.nextAt),
  };
}

Deno.test("dispatchOf() runs in time what has come due", async (t) => {
  const inTime = {
    state: "waiting",
    told: {},
    dueAt: "03-02T02:00:00",
    owedSince: "03-02T02:00:00",
    nextAt: "03-03T02:00:00",
  };
  // Ten minutes are no delay: somebody may start Daybook anew.
  for (const now of ["2026-03-02T02:00:00Z", "2026-03-02T02:10:00Z"]) {
    for (const catchesUp of [true, false]) {
      const name = `${now}, ${catchesUp ? "catching up" : "not catching up"}`;
      await t.step(name, () => deepStrictEqual(found(now, { catchesUp }), inTime));
    }
  }
});

Deno.test("dispatchOf() makes up for the last time alone, and tells how many passed before it", () => {
  // The 2nd, 3rd and 4th passed; that of the 5th is run, and owed from now on.
  deepStrictEqual(found("2026-03-05T09:00:00Z"), {
    state: "waiting",
    told: { missed: 3 },
    dueAt: "03-05T02:00:00",
    owedSince: "03-05T09:00:00",
    nextAt: "03-06T02:00:00",
  });
});

Deno.test("dispatchOf() lets pass what came due where nobody was there and it does not catch up", () => {
  // The 2nd, 3rd, 4th and 5th passed.
  deepStrictEqual(found("2026-03-05T09:00:00Z", { catchesUp: false }), {
    state: "missed",
    told: { missed: 4 },
    dueAt: "03-05T02:00:00",
    owedSince: "03-05T02:00:00",
    nextAt: "03-06T02:00:00",
  });
});

Deno.test("dispatchOf() runs in time what is due now, though nobody was there before", () => {
  // The 2nd, 3rd and 4th passed; that of the 5th is five minutes late.
  deepStrictEqual(found("2026-03-05T02:05:00Z", { catchesUp: false }), {
    state: "waiting",
    told: { missed: 3 },
    dueAt: "03-05T02:00:00",
    owedSince: "03-05T02:00:00",
    nextAt: "03-06T02:00:00",
  });
});

Deno.test("dispatchOf() keeps what was due by an older cron line", () => {
  // By the line of now the last time was on March 1st at three.
  deepStrictEqual(found("2026-03-02T02:01:00Z", { cron: "0 3 * * *" }), {
    state: "waiting",
    told: {},
    dueAt: "03-02T02:00:00",
    owedSince: "03-02T02:00:00",
    nextAt: "03-02T03:00:00",
  });
});

Deno.test("dispatchOf() stops counting where every minute of years has passed", () => {
  const start = performance.now();
  deepStrictEqual(found("2028-03-02T02:00:30Z", { cron: "* * * * *" }), {
    state: "waiting",
    told: { missed: 1000 },
    dueAt: "03-02T02:00:00",
    owedSince: "03-02T02:00:00",
    nextAt: "03-02T02:01:00",
  });
  // It takes some 100 ms where nothing else goes on.
  equal(performance.now() - start < 5000, true);
});
