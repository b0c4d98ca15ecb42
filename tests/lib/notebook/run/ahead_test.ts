import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { ReadAhead } from "@/lib/notebook/run/ahead.ts";
import { startReader } from "@/lib/read/read_file.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const NOTEBOOK = `
\`\`\`load rows
file: rows.csv
\`\`\`
\`\`\`kpi daily
time: day
measures: { total: sum(amount), rows: count(*) }
\`\`\`
`;

const HEAD = "day,amount\n";

/** A thousand rows of 1 to 1,000 on two days; the last one decides that the amounts are decimals. */
const ROWS = Array.from({ length: 1000 }, (_, i) => `2026-01-0${1 + i % 2},${i + 1}\n`);
const FILES = { "rows.csv": [HEAD, ...ROWS, "2026-01-02,0.5\n"].join("") };

databaseTest("ReadAhead gives a load the same rows as reading when it runs", async (database) => {
  const ahead = await runNotebook(database, NOTEBOOK, { files: FILES, ahead: true });
  // 1 + … + 1,000 = 500,500, and a half.
  assertEquals(ahead.figures("daily")["total.total"], 500_500.5);
  assertEquals(ahead.cell("rows").figures.rows.value, 1001);
  // The next run replaces what this one keeps.
  const rows = await ahead.rows("rows");
  const plain = await runNotebook(database, NOTEBOOK, { files: FILES, cache: false });
  assertEquals(plain.figures("daily"), ahead.figures("daily"));
  assertEquals(await plain.rows("rows"), rows);
});

databaseTest("ReadAhead is not needed where the catalogue has the rows", async (database) => {
  await runNotebook(database, NOTEBOOK, { files: FILES });
  const again = await runNotebook(database, NOTEBOOK, { files: FILES, ahead: true });
  assertEquals(again.ends, { rows: "cache", daily: "cache" });
});

databaseTest("ReadAhead lets the load tell what is wrong with a file", async (database) => {
  const ran = await runNotebook(database, NOTEBOOK, { files: { "rows.csv": "" }, ahead: true });
  assertEquals(ran.problems("rows").map(({ code }) => code), ["EMPTY_FILE"]);
});

databaseTest("ReadAhead ends a reader that nobody takes", async (database) => {
  const { plan } = await runNotebook(database, NOTEBOOK, { files: FILES });
  const started = startReader();
  const ahead = new ReadAhead({
    startReader: () => started,
    signal: new AbortController().signal,
  });
  ahead.begin(plan);
  await ahead[Symbol.asyncDispose]();
  // A reader that went on would never get here.
  await started.exited;
});
