import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { keepForests, recipeOf } from "@/lib/steps/detect/keep_forests.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { oddDays } from "@/tests/helpers/detect_notebook.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const FOREST = "measure: revenue\nmethod: isolation_forest\ncontamination: 0.05";

/** Two regions with the same days, but for some of North's. */
function days(body: string, changed: Readonly<Record<number, number>> = {}): string {
  return oddDays(body, changed).replace(
    /((?: {2}2026-.*,North,.*\n)+)/,
    (rows) =>
      rows + oddDays(body).match(/((?: {2}2026-.*,North,.*\n)+)/)![1].replaceAll("North", "South"),
  );
}

/** Runs a notebook, and keeps the forests of its last cell. */
async function keep(database: Database, notebook: string) {
  const ran = await runNotebook(database, notebook);
  const { outcome } = ran.cell("odd");
  if (outcome.state !== "done") throw new TypeError(outcome.state);
  const { kind, facts, relation } = outcome.result;
  const recipe = recipeOf(kind, facts);
  if (recipe === null) return { ran, text: null };
  await using compute = createCompute({ size: 1 });
  return { ran, text: await keepForests(relation ?? "", recipe, { database, compute }) };
}

databaseTest(
  "keepForests() keeps what another cell applies to days it has not seen",
  async (database, t) => {
    const changed = { 20: 30, 57: 500 };
    const { ran, text } = await keep(
      database,
      days(`${FOREST}\neach: region\ntrained_until: 2026-02-20`, changed),
    );
    const files = { "odd.forest.json": text ?? "" };
    const applied = (more: string) =>
      runNotebook(database, days(`${FOREST}\n${more}`, changed), { files });
    await t.step("the same days are judged alike", async () => {
      const other = await applied("each: region\nseed: 7\nmodel: odd.forest.json");
      assertEquals(other.problems("odd"), []);
      assertEquals(await other.rows("odd"), await ran.rows("odd"));
      const [line] = other.cell("odd").blocks;
      assertEquals(
        line.type === "line" && line.answer?.split("; ")[1],
        "a stored forest trained on 51 days until 20 Feb 2026, applied to 9 new days",
      );
    });
    await t.step("a file has a digest that moves the cell's key", async () => {
      const model = "each: region\nmodel: odd.forest.json";
      const one = await applied(model);
      const other = await runNotebook(database, days(`${FOREST}\n${model}`, changed), {
        files: { "odd.forest.json": `${text} ` },
      });
      assertEquals(one.cell("odd").key === other.cell("odd").key, false);
    });
    const refused: [string, string, string, RegExp][] = [
      ["other segments", "model: odd.forest.json", text ?? "", /has a forest for each region/],
      [
        "another window",
        "each: region\nwindow: 7\nmodel: odd.forest.json",
        text ?? "",
        /a window of 3/,
      ],
      [
        "no file",
        "each: region\nmodel: other.json",
        text ?? "",
        /Cannot find in a test: current value is other.json/,
      ],
      [
        "no upload",
        `each: region\nmodel: sha256:${"0".repeat(64)}`,
        text ?? "",
        /Cannot find in a test: current value is 0{64}/,
      ],
      [
        "no JSON",
        "each: region\nmodel: odd.forest.json",
        "day,amount",
        /must be a file that Daybook/,
      ],
      ["other JSON", "each: region\nmodel: odd.forest.json", "[".repeat(100_000), /must be a file/],
      [
        "no forests",
        "each: region\nmodel: odd.forest.json",
        (text ?? "").replace(/"forests":\[.*\]/, '"forests":[]'),
        /where forests does not fit/,
      ],
      [
        "another grain",
        "each: region\nmodel: odd.forest.json",
        (text ?? "").replace('"day"', '"week"'),
        /learnt from weeks: current value is days/,
      ],
      [
        "a grain that its forests do not know",
        "each: region\nwindow: 4\nmodel: odd.forest.json",
        (text ?? "").replace('"window":3', '"window":4'),
        /trained with window 3/,
      ],
      [
        "a damaged forest",
        "each: region\nmodel: odd.forest.json",
        (text ?? "").replaceAll(/(daybook-forest 2 \w+ [^"]{20})./g, "$1!"),
        /damaged/,
      ],
      [
        "forests of other segments",
        "each: region\nmodel: odd.forest.json",
        (text ?? "").replaceAll("North", "East").replaceAll("South", "West"),
        /no forest for any of these series: current value is "North", "South"/,
      ],
      [
        "one segment twice",
        "each: region\nmodel: odd.forest.json",
        (text ?? "").replaceAll("South", "North"),
        /must have one forest/,
      ],
      [
        "with a time to train until",
        "each: region\ntrained_until: 2026-02-20\nmodel: odd.forest.json",
        text ?? "",
        /stand without trained_until/,
      ],
      [
        "with a budget",
        "each: region\nbudget: { alerts: 1 }\nmodel: odd.forest.json",
        text ?? "",
        /stand without budget/,
      ],
    ];
    for (const [name, more, file, message] of refused) {
      await t.step(`refuses ${name}`, async () => {
        const body = more.includes("window:")
          ? days(`${FOREST}\n${more}`).replace("window: 3\n", "")
          : days(`${FOREST}\n${more}`);
        const other = await runNotebook(database, body, { files: { "odd.forest.json": file } });
        const [one] = other.problems("odd");
        assertEquals([one.severity, one.place.line !== undefined], ["error", true]);
        assertEquals(message.test(one.message), true, one.message);
      });
    }
    await t.step("warns of a series that it has no forest for", async () => {
      const other = await runNotebook(
        database,
        days(`${FOREST}\neach: region\nmodel: odd.forest.json`),
        {
          files: { "odd.forest.json": (text ?? "").replace("South", "West") },
        },
      );
      assertEquals(other.problems("odd").map(({ severity, message }) => [severity, message]), [[
        "warning",
        'Cannot judge 1 of 2 series as no forest of them was stored: current value is "South"',
      ]]);
      const rows = await other.rows("odd");
      assertEquals(
        rows.filter(([, region]) => region === "South").every((row) => row[6] === null),
        true,
      );
    });
  },
);

databaseTest(
  "keepForests() keeps the limit of a budget, and nothing of what was muted",
  async (database) => {
    const events =
      "\n```events odd_days\ndays: [{ name: Sale, on: 2026-01-21 }]\neffect: mute\n```\n";
    const body = `${FOREST}\ntrained_until: 2026-02-20\nbudget: { alerts: 1 }\nevents: odd_days`;
    const notebook = (body: string) => oddDays(body, { 20: 300, 57: 500 }) + events;
    const { ran, text } = await keep(database, notebook(body));
    const { limit, forests } = JSON.parse(text ?? "");
    assertEquals([typeof limit, forests.length, forests[0].trained], ["number", 1, 50]);
    const other = await runNotebook(
      database,
      notebook(`${FOREST}\nmodel: f.json\nevents: odd_days`),
      { files: { "f.json": text ?? "" } },
    );
    assertEquals(other.problems("odd"), []);
    assertEquals(await other.rows("odd"), await ran.rows("odd"));
  },
);

databaseTest("keepForests() goes by the clocks of the cell", async (database) => {
  // Clocks in Berlin went forward on 29 March 2026, in the third of five weeks.
  const first = Date.parse("2026-03-10T00:00Z");
  const rows = Array.from({ length: 35 * 24 }, (_, i) => {
    const hour = new Date(first + i * 3_600_000).toISOString().slice(0, 16);
    return `  ${hour}Z,North,${i === 800 ? 90 : 10 + (i * 7) % 5}`;
  });
  const notebook = (body: string) =>
    `---\ntime_zone: Europe/Berlin\n---\n${
      oddDays(`${FOREST}\n${body}`)
        .replace(/ {2}2026(.|\n)*?\n```/, `${rows.join("\n")}\n\`\`\``)
        .replace("time: day", "time: day\ngrain: hour")
    }`;
  const { ran, text } = await keep(database, notebook("trained_until: 2026-04-05"));
  assertEquals(ran.problems("odd"), []);
  const other = await runNotebook(database, notebook("model: f.json"), {
    files: { "f.json": text ?? "" },
  });
  assertEquals(other.problems("odd"), []);
  assertEquals(await other.rows("odd"), await ran.rows("odd"));
});

databaseTest(
  "recipeOf() has none where no forest was trained until some time",
  async (database) => {
    assertEquals((await keep(database, oddDays(FOREST))).text, null);
    assertEquals(recipeOf("kpi", {}), null);
  },
);
