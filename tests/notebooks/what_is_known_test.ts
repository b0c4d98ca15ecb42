/**
 * Whole notebooks on measures of which something is known: that they are shares, or only repeat themselves.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const DAYS = ["2024-01-01", ...periodsAfter("2024-01-01", "day", 83)];

function notebook(rows: readonly string[], measure: string, cells: string): string {
  return `\`\`\`load orders
inline: |
  day,part,of
${rows.map((row) => `  ${row}`).join("\n")}
\`\`\`

\`\`\`kpi daily
time: day
measures:
  known: ${measure}
\`\`\`

${cells}
`;
}

databaseTest("a notebook keeps a share between none and all", async (database) => {
  // 96 to 100 of 100, as deliveries on time are: bands as wide as their noise would go beyond all.
  const rows = DAYS.map((day, i) => `${day},${100 - (i * 37) % 5},100`);
  const cells = `\`\`\`detect odd
measure: known
\`\`\`

\`\`\`detect reviewed
measure: known
judge: both
\`\`\`

\`\`\`forecast next
measure: known
horizon: 14
folds: 2
\`\`\``;
  const ran = await runNotebook(
    database,
    notebook(rows, '{ value: sum(part) / sum(of), unit: "%" }', cells),
  );
  for (const cell of ["odd", "reviewed", "next"]) {
    assertEquals(ran.problems(cell), []);
    const rows = await ran.rows(cell);
    // Expected, lower and upper of a detect cell, forecast and bounds of six columns of the other.
    const shares = rows.flatMap((row) => row.slice(1, cell === "next" ? 8 : 5));
    const known = shares.filter((share) => share !== null);
    assert(known.length > 80);
    for (const share of known) {
      assert(Number(share) >= 0 && Number(share) <= 1, `${cell}: ${share}`);
    }
  }
});

databaseTest(
  "a notebook says so where nothing beats repeating the last season",
  async (database) => {
    // Every week is the same, which no model can know better.
    const rows = DAYS.map((day, i) => `${day},${[3, 9, 4, 7, 5, 1, 8][i % 7]},1`);
    const cells = "```forecast next\nmeasure: known\nhorizon: 7\nfolds: 4\n```";
    const ran = await runNotebook(database, notebook(rows, "sum(part)", cells));
    const told = JSON.stringify(ran.cell("next").blocks);
    assertMatch(told, /Nothing was better than seasonal naive/);
    assertEquals((await ran.rows("next")).map((row) => row[1]), [3, 9, 4, 7, 5, 1, 8]);
    assertEquals(ran.figures("next").model, "Seasonal naive");
  },
);
