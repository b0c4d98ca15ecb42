import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { applyEdit } from "@/lib/notebook/edit/apply.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { KINDS, stepOfKind } from "@/lib/steps/registry.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

/** Ten days around New Year, of which the 2nd is missing, and a calendar below them. */
function notebook(kpi = "events: calendar", calendar = ""): string {
  return `
\`\`\`load orders
inline: |
  day,amount
  2025-12-30,10
  2025-12-31,12
  2026-01-01,3
  2026-01-03,11
\`\`\`

\`\`\`kpi daily
time: day
measures: { revenue: sum(amount) }
${kpi}
\`\`\`

\`\`\`events calendar
holidays: DE
years: { first: 2025, last: 2026 }
days:
  - { name: Stocktaking, from: 2025-12-31, until: 2026-01-02, effect: none }
${calendar}
\`\`\`
`;
}

databaseTest("kpi marks the events of the cell that it names", async (database, t) => {
  const ran = await runNotebook(database, notebook());
  assertEquals(ran.problems("daily"), []);
  await t.step("on its chart, gaps too", () => {
    const line = ran.cell("daily").blocks.find(({ type }) => type === "line");
    // 30 and 31 December, 1, 2 and 3 January: the second, third and fourth are the stocktaking.
    assertEquals(line?.type === "line" && line.events, [
      { name: "Stocktaking", from: 1, until: 3 },
      { name: "New Year's Day", from: 2, until: 2 },
    ]);
  });
  await t.step("and hangs on it, after its input", () => {
    assertEquals(ran.plan.cells.get("daily")?.parents, ["orders", "calendar"]);
  });
});

databaseTest("kpi is computed anew when its events change", async (database) => {
  const first = await runNotebook(database, notebook());
  const same = await runNotebook(database, notebook());
  const other = await runNotebook(
    database,
    notebook("events: calendar", "  - { name: New, on: 2026-01-03 }"),
  );
  assertEquals([first.ends.daily, same.ends.daily], ["computed", "cache"]);
  assertEquals(other.ends.daily, "computed");
});

databaseTest("kpi measures the same with events as without", async (database) => {
  const withEvents = await runNotebook(database, notebook());
  const without = await runNotebook(database, notebook(""));
  assertEquals(await withEvents.rows("daily"), await without.rows("daily"));
  const line = without.cell("daily").blocks.find(({ type }) => type === "line");
  assertEquals(line?.type === "line" && line.events, []);
});

databaseTest("kpi tells of events that there are none of, at the key", async (database, t) => {
  const cases: [string, string, string, string | null][] = [
    ["an unknown cell", "events: calender", "BAD_NOTEBOOK", 'Did you mean "calendar"?'],
    ["a cell of another kind", "events: orders", "WRONG_STAGE", "Events cells are calendar"],
  ];
  for (const [name, key, code, remedy] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, notebook(key));
      const [problem] = ran.plan.problems;
      // The ninth line of the text is the fence; `events` follows two keys.
      assertEquals([problem.code, problem.remedy, problem.place.line, problem.place.column], [
        code,
        remedy,
        14,
        9,
      ]);
    });
  }
});

databaseTest("kpi says where holidays are not told of all its periods", async (database) => {
  const text = notebook().replace("first: 2025", "first: 2026");
  const ran = await runNotebook(database, text);
  const [{ severity, message, remedy }] = ran.problems("daily");
  assertEquals(severity, "warning");
  assertEquals(
    message,
    'Cannot tell holidays of all periods as "calendar" has them from 2026 to 2026: ' +
      "current value is 2025 to 2026",
  );
  assertEquals(remedy, 'Write years: { first: 2025, last: 2026 } in "calendar"');
});

Deno.test("renaming an events cell renames it where cells name it", () => {
  const schemas = new Map(KINDS.map((kind) => [kind, stepOfKind(kind)!.parameters]));
  const text = notebook() +
    "\n```detect odd\nmeasure: revenue\nevents: calendar\n```\n" +
    "\n```forecast next\nmeasure: revenue\nevents: calendar\n```\n";
  const { notebook: before } = parseNotebook(text, { fileName: "test.md", kinds: KINDS });
  const edit = { type: "rename_cell", cell: "calendar", to: "days_off" } as const;
  const after = applyEdit(before, edit, schemas).notebook.text;
  assertEquals(after, text.replaceAll("calendar", "days_off"));
});

databaseTest("kpi with an hour a period marks the day of its own zone", async (database) => {
  const ran = await runNotebook(
    database,
    `
\`\`\`load orders
inline: |
  at,amount
  2026-12-24T22:30:00Z,1
  2026-12-24T23:30:00Z,2
\`\`\`

\`\`\`events calendar
holidays: DE
\`\`\`

\`\`\`kpi hourly
from: orders
time: at
grain: hour
zone: Europe/Berlin
measures: { total: sum(amount) }
events: calendar
\`\`\`
`,
  );
  const line = ran.cell("hourly").blocks.find(({ type }) => type === "line");
  // 23:30 in UTC is 0:30 on Christmas Day in Berlin.
  assertEquals(line?.type === "line" && line.events, [{
    name: "Christmas Day",
    from: 1,
    until: 1,
  }]);
});
