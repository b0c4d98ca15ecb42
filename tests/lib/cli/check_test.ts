import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { openDatabase } from "@/lib/db/open.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";
import { makeFolder, runTask } from "../../helpers/command.ts";

const SOUND = `# Sales

\`\`\`load orders
inline: |
  day,units,price
  2026-01-01,2,1.5
  2026-01-02,3,2.5
\`\`\`

\`\`\`kpi daily
time: day
grain: day
measures:
  revenue: { value: sum(units * price), unit: USD }
\`\`\`
`;

Deno.test("check tells the columns of each cell without running or opening anything", async () => {
  await using folder = await makeFolder();
  const path = await folder.write("sound.md", SOUND);
  const environment = { DATA_DIR: `${folder.path}/data` };
  const { code, out, errors } = await runTask("check", [path], { environment });
  assertEquals([code, errors], [0, ""]);
  assert.match(
    out,
    /^ {2}load orders\n {4}day {4}date\n {4}units {2}integer\n {4}price {2}decimal$/m,
  );
  assert.match(out, /^ {2}kpi daily from orders, by day$/m);
  assert.match(out, /^ {4}revenue {3}decimal, USD, measure, adds up$/m);
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["sound.md"]);
});

const FROM_SOURCE = "# Shop\n\n```load taken\nsource: shop\ntake: days\n```\n";

Deno.test("check names a source of events that is not there, with what to do", async () => {
  await using folder = await makeFolder();
  const path = await folder.write("shop.md", FROM_SOURCE);
  const environment = { DATA_DIR: `${folder.path}/data` };
  const { code, out } = await runTask("check", [path, "--json"], { environment });
  const { problems: [problem, ...others] } = JSON.parse(out);
  assertEquals([code, others], [2, []]);
  assertEquals(
    [problem.code, problem.place.cell, problem.place.key, problem.place.line],
    ["NOT_FOUND", "taken", "source", 4],
  );
  assertEquals(
    problem.remedy,
    "Send events first: POST them to /api/ingest?source_name=shop",
  );
  // Nothing is made to be looked into.
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["shop.md"]);
});

Deno.test("check knows the sources of the embedded database, but not while another has it", async () => {
  await using folder = await makeFolder();
  const path = await folder.write("shop.md", FROM_SOURCE.replace("source: shop", "source: shpo"));
  const dataDirectory = `${folder.path}/data/database`;
  const environment = { DATA_DIR: `${folder.path}/data` };
  const database = await openDatabase({ dataDirectory });
  try {
    await storeBatch(database, { batch: "one", events: [makeEvent({ value: "1" })] });
    const busy = await runTask("check", [path, "--json"], { environment });
    const [warning] = JSON.parse(busy.out).problems;
    assertEquals([busy.code, warning.severity, warning.code], [0, "warning", "DATABASE_BUSY"]);
  } finally {
    await database.close();
  }
  const { code, out } = await runTask("check", [path, "--json"], { environment });
  assertEquals([code, JSON.parse(out).problems[0].remedy], [2, 'Did you mean "shop"?']);
});

Deno.test("check --json gives one line a notebook", async () => {
  await using folder = await makeFolder();
  const sound = await folder.write("sound.md", SOUND);
  const wrong = await folder.write("wrong.md", SOUND.replace("time: day", "time: dey"));
  const { code, out } = await runTask("check", ["--json", sound, wrong]);
  assertEquals(code, 2);
  const [first, second] = out.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(first.problems, []);
  assertEquals(first.cells[1].grain, "day");
  assertEquals(first.cells[1].columns[1], {
    name: "revenue",
    type: "decimal",
    role: "measure",
    unit: "USD",
    additivity: "additive",
  });
  const [{ place, remedy }] = second.problems;
  assertEquals([place.file, place.line, place.column], [wrong, 11, 7]);
  assertEquals(remedy, 'Did you mean "day"?');
});

Deno.test("check points at the line and column of a wrong expression", async () => {
  await using folder = await makeFolder();
  const measure = "revenue: { value: sum(units * price), unit: USD }";
  // The wrong name stands on line 16, after four spaces of the block and "  * ".
  const block = "revenue: |\n    sum(units\n      * prize)";
  const path = await folder.write("wrong.md", SOUND.replace(measure, block));
  const { code, out } = await runTask("check", ["--quiet", path]);
  assertEquals(code, 2);
  assert.match(out, /wrong\.md:16:9 \(daily\.measures\.revenue\): error: .*prize/);
  assert.match(out, /^ {2}Did you mean "price"\?$/m);
});

Deno.test("check tells of each notebook, and ends with 2 where one is wrong", async (t) => {
  await using folder = await makeFolder();
  const sound = await folder.write("sound.md", SOUND);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["an unknown key", SOUND.replace("grain:", "grian:"), /:12:1 .*grian[^]*Did you mean "grain"/],
    ["an unknown kind", SOUND.replace("```kpi", "```kpl"), /:10:\d+.*kpl/],
    ["a file that is missing", "```load a\nfile: none.csv\n```\n", /:2:\d+ .*does not exist/],
    [
      "a connection that is missing",
      "```load a\nconnection: shop\ntable: t\n```\n",
      /:2:\d+ .*shop/,
    ],
    [
      "an upload that is missing",
      `\`\`\`load a\nupload: sha256:${"0".repeat(64)}\n\`\`\`\n`,
      /:2:\d+ /,
    ],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(name, async () => {
      const path = await folder.write("wrong.md", text);
      const { code, out } = await runTask("check", [path, sound]);
      assertEquals(code, 2);
      assert.match(out, expected);
      assert.match(out, /by day/);
    });
  }
  await t.step("a notebook that is missing", async () => {
    const { code, errors } = await runTask("check", [`${folder.path}/none.md`]);
    assertEquals(code, 2);
    assert.match(errors, /there is no such notebook/);
  });
  await t.step("no notebook", async () => {
    assertEquals((await runTask("check", [])).code, 2);
  });
});

Deno.test("check refuses a file without cells, and says what to do with rows", async () => {
  await using folder = await makeFolder();
  const prose = await folder.write("prose.md", "# Only words\n");
  const rows = await folder.write("rows.csv", "day,n\n2026-01-01,1\n");
  const { code, out } = await runTask("check", ["--quiet", prose, rows]);
  assertEquals(code, 2);
  const message = "error: Cannot use a file as a notebook as it must have a cell: " +
    "current value is none";
  assertEquals(out.trim().split("\n"), [
    `${prose}:1:1: ${message}`,
    "  Add a fenced block such as ```load orders",
    `${rows}:1:1: ${message}`,
    `  To see what a file of rows holds: deno task inspect ${rows}`,
  ]);
});
