import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { draftOf, mergeDrafts, parametersOf, rulesIn } from "@/lib/page/schedules/draft.ts";
import { USUAL_RULES } from "@/lib/workspace/schedules/rules.ts";

const RULES = { ...USUAL_RULES, cron: "15 2 * * *", zone: "Europe/Berlin" };

Deno.test("draftOf() tells lengths of time in the units of the form", () => {
  const draft = draftOf({ ...RULES, retrySeconds: 90, limitSeconds: 7200, alertSeconds: 60 });
  // 90 seconds are 1.5 minutes; a minute is 0.0167 of an hour.
  assertEquals([draft.wait, draft.limit, draft.alert], ["1.5", "120", "0.0167"]);
});

Deno.test("rulesIn() reads what draftOf() wrote, to the second", () => {
  for (const seconds of [60, 61, 100, 3599, 86_400]) {
    const { active: _, ...rules } = {
      ...RULES,
      retrySeconds: seconds,
      limitSeconds: seconds,
      alertSeconds: seconds,
      alertTo: "ann@example.org",
    };
    assertEquals(rulesIn(draftOf({ ...rules, active: true })), { rules, faults: {} });
  }
});

Deno.test("rulesIn() says what is wrong, field by field", () => {
  const { faults } = rulesIn({
    ...draftOf(RULES),
    retries: "11",
    wait: "soon",
    limit: "1441",
    alert: "",
    alert_to: "nobody",
  });
  assertEquals(Object.keys(faults).sort(), ["alert", "alert_to", "limit", "retries", "wait"]);
});

Deno.test("parametersOf() finds the parameters of a form", () => {
  const draft = draftOf(RULES, { sends: true, parameters: { zone: "north", days: "7" } });
  assertEquals(parametersOf(draft), { zone: "north", days: "7" });
  assertEquals(draft.zone, "Europe/Berlin");
});

Deno.test("mergeDrafts() keeps what was typed, and takes what somebody else saved", () => {
  const seen = draftOf(RULES);
  const others = { cron: "0 6 * * *", retries: 5, active: false, alertTo: "ann@example.org" };
  const saved = draftOf({ ...RULES, ...others });
  const { active: _, ...form } = seen;
  const { draft, changes } = mergeDrafts({ seen, typed: { ...form, cron: "0 7 * * *" }, saved });
  assertEquals([draft.cron, draft.retries], ["0 7 * * *", "5"]);
  assertEquals(changes, [
    { field: "Whether it comes due", from: "yes", to: "no", isMine: false },
    { field: "Cron line", from: "15 2 * * *", to: "0 6 * * *", isMine: true },
    { field: "Tried again", from: "2", to: "5", isMine: false },
    // Where a schedule names nobody, the settings do.
    { field: "Who is told", from: "as the settings say", to: "ann@example.org", isMine: false },
  ]);
});

Deno.test("mergeDrafts() takes a parameter that somebody else has set, or set back", () => {
  const set = draftOf(RULES, { sends: false, parameters: { days: "7" } });
  const usual = draftOf(RULES, { sends: false, parameters: {} });
  const own = "as the notebook has it";
  const back = mergeDrafts({ seen: set, typed: set, saved: usual });
  assertEquals(back.changes, [{ field: "Parameter days", from: "7", to: own, isMine: false }]);
  assertEquals(parametersOf(back.draft), {});
  const made = mergeDrafts({ seen: usual, typed: usual, saved: set });
  assertEquals(made.changes, [{ field: "Parameter days", from: own, to: "7", isMine: false }]);
  assertEquals(parametersOf(made.draft), { days: "7" });
  // Whoever set it back keeps that.
  const elsewhere = draftOf(RULES, { sends: false, parameters: { days: "9" } });
  const mine = mergeDrafts({ seen: set, typed: usual, saved: elsewhere });
  assertEquals(mine.changes, [{ field: "Parameter days", from: "7", to: "9", isMine: true }]);
  assertEquals(parametersOf(mine.draft), {});
});
