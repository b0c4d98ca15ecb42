import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

databaseTest("load reads a file into a table, and keeps what did not fit", async (database) => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i + 1},2026-01-${String(i % 28 + 1).padStart(2, "0")}`,
  );
  const file = `id,day\n${rows.join("\n")}\n41,soon\n41,soon\n`;
  const text = "```load orders\nfile: orders.csv\ncolumns: { day: { type: date } }\n```\n";
  const ran = await runNotebook(database, text, { files: { "orders.csv": file } });
  assertEquals(ran.figures("orders"), { rows: 42, columns: 2, rejected: 2, duplicates: 1 });
  assertEquals((await ran.rows("orders")).slice(-2), [[41, null], [41, null]]);
  // The header is line 1, so that the 41st row is line 42.
  assertEquals(
    (await ran.rejections("orders")).map(({ line, column, value }) => [line, column, value]),
    [
      [42, "day", "soon"],
      [43, "day", "soon"],
    ],
  );
});

databaseTest(
  "load shows what is doubtful, and all that it decided behind a line",
  async (database) => {
    const clear = "```load orders\ninline: |\n  n,word\n  1,a\n  2,b\n```\n";
    const shown = (await runNotebook(database, clear)).cell("orders").blocks;
    assertEquals(shown.map(({ type }) => type), ["text", "details"]);
    const details = shown[1];
    if (details.type !== "details") throw new Error(details.type);
    assertEquals(/^2 columns; \d+ decisions$/.test(details.summary), true, details.summary);
    assertEquals(details.blocks.map((block) => block.type === "table" && block.title), [
      "Columns",
      "Decided while reading",
    ]);
  },
);

databaseTest(
  "load runs again when the bytes or the reading change, not the file's name",
  async (database) => {
    const text = (file: string, more = "") => `\`\`\`load orders\nfile: ${file}\n${more}\`\`\`\n`;
    const files = { "a.csv": "n\n1\n2\n", "c.csv": "n\n1\n3\n" };
    const run = (notebook: string) => runNotebook(database, notebook, { files });
    assertEquals((await run(text("a.csv"))).ends, { orders: "computed" });
    assertEquals((await run(text("a.csv"))).ends, { orders: "cache" });
    assertEquals((await run(text("a.csv", "columns: { n: { type: text } }\n"))).ends, {
      orders: "computed",
    });
    const other = await run(text("c.csv"));
    assertEquals(await other.rows("orders"), [[1], [3]]);
  },
);

databaseTest("load refuses what it can't find or read, at the cell", async (database, t) => {
  const cases: [string, string, string][] = [
    ["a file that there is not", "file: b.csv", "FILE_NOT_FOUND"],
    ["no place", "format: csv", "BAD_NOTEBOOK"],
    ["two places", "file: a.csv\ninline: |\n  n\n  1", "BAD_NOTEBOOK"],
    ["a table of no connection", "file: a.csv\ntable: t", "BAD_NOTEBOOK"],
    ["an empty file", "file: empty.csv", "EMPTY_FILE"],
  ];
  for (const [name, body, code] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, `\`\`\`load orders\n${body}\n\`\`\`\n`, {
        files: { "a.csv": "n\n1\n", "empty.csv": "" },
      });
      const [problem] = ran.problems("orders");
      assertEquals([ran.ends.orders, problem?.code, problem?.place.cell], [
        "failed",
        code,
        "orders",
      ]);
    });
  }
});

databaseTest("load warns of days that could be months, until it is told", async (database) => {
  const files = { "a.csv": "day,n\n01/02/2025,1\n03/04/2025,2\n" };
  const run = (more: string) =>
    runNotebook(database, `\`\`\`load orders\nfile: a.csv\n${more}\`\`\`\n`, { files });
  const [warning, ...others] = (await run("")).problems("orders");
  assertEquals([others.length, warning.severity, warning.message, warning.remedy], [
    0,
    "warning",
    'Dates of "day" could be read in more than one order: current value is mdy',
    'Write in the load cell columns: { "day": { date_order: mdy } }, or dmy',
  ]);
  assertEquals((await run("columns: { day: { date_order: dmy } }\n")).problems("orders"), []);
});

/** A file of so many columns, `a` and their numbers from 0, with one row of `value`. */
function wide(columns: number, value: string): string {
  const names = Array.from({ length: columns }, (_, i) => `a${i}`);
  return `${names.join(",")}\n${names.map(() => value).join(",")}\n`;
}

databaseTest("load refuses more columns than a table of Postgres can have", async (database, t) => {
  const text = "```load orders\nfile: wide.csv\n```\n";
  const run = (file: string) => runNotebook(database, text, { files: { "wide.csv": file } });
  // Two of the 1,600 are the line and whether a row repeats another.
  await t.step("the most there can be", async () => {
    assertEquals((await run(wide(1598, "true"))).figures("orders").columns, 1598);
  });
  await t.step("one more", async () => {
    const [{ code, message, place, remedy }] = (await run(wide(1599, "true"))).problems("orders");
    assertEquals([code, place.key], ["BAD_FILE", "file"]);
    assertEquals(
      message,
      "Cannot load a file of more than 1,598 columns as Postgres keeps no wider table: " +
        "current value is 1,599",
    );
    assertEquals(
      remedy,
      "Turn columns into rows, or leave out those that you do not need, before it is loaded",
    );
  });
  await t.step("fewer, but with more bytes a row than Postgres keeps", async () => {
    // 1,500 integers of 8 bytes are more than the 8,160 of a page.
    const [{ code, message, place }] = (await run(wide(1500, "7"))).problems("orders");
    assertEquals([code, place.key], ["BAD_FILE", "file"]);
    assertEquals(
      message,
      "Cannot load rows of so many columns as Postgres keeps at most 8,160 bytes of a row: " +
        "current value is 1,500 columns",
    );
  });
});
