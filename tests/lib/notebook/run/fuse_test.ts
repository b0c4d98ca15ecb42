import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { findWanted } from "@/lib/notebook/run/fuse.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { makeRandom } from "@/samples/random.ts";

const ROWS = 5000;

/** A file with all that makes sums hard: decimals, floats, gaps, repeats, quoted texts, nulls. */
function makeFile(seed: number): string {
  const random = makeRandom(seed).next;
  const whole = (below: number) => Math.floor(random() * below);
  const pick = <T>(items: readonly T[]): T => items[whole(items.length)];
  const lines = ["at,day,region,shop,units,price,ratio,note"];
  for (let row = 0; row < ROWS; row++) {
    if (row > 0 && random() < 0.1) {
      lines.push(lines[1 + whole(lines.length - 1)]);
      continue;
    }
    const at = new Date(Date.UTC(2024, 0, 1) + whole(400 * 86_400) * 1000).toISOString();
    const day = new Date(Date.UTC(2024, 0, 1 + whole(400))).toISOString().slice(0, 10);
    lines.push([
      random() < 0.02 ? "" : at.replace(".000", ""),
      random() < 0.02 ? "" : day,
      pick(["North", '"South, ""the"""', "Zürich", ""]),
      pick(["1", "2", "3"]),
      random() < 0.05 ? "" : String(whole(2000) - 1000),
      random() < 0.05 ? "" : (whole(1_000_000) / 100 - 3000).toFixed(2),
      random() < 0.05 ? "" : `${(random() - 0.5).toFixed(12)}e${whole(12) - 6}`,
      pick(["a", "b", ""]),
    ].join(","));
  }
  return `${lines.join("\n")}\n`;
}

function notebook(
  { time, grain, where }: {
    readonly time: string;
    readonly grain: string;
    readonly where: string;
  },
): string {
  const measures = ["units", "price", "ratio"].flatMap((name) =>
    ["sum", "avg", "min", "max", "count"].map((word) => `  ${word}_${name}: ${word}(${name})`)
  );
  return `
\`\`\`load rows
file: rows.csv
\`\`\`

\`\`\`clean tidy
steps:
  - drop_nulls: [units]
  - deduplicate: {}
\`\`\`

\`\`\`kpi k
time: ${time}
grain: ${grain}
by: [region, shop]
compare: previous_period
${where}measures:
  rows: count(*)
  notes: count(note)
${measures.join("\n")}
\`\`\`
`;
}

databaseTest(
  "findWanted() lets a load keep what SQL would find in its rows",
  async (database, t) => {
    const cases: [string, string, number][] = [["at", "day", 1], ["day", "day", 2], [
      "at",
      "hour",
      3,
    ]];
    for (const [time, grain, seed] of cases) {
      await t.step(`${grain}s of a column "${time}"`, async () => {
        const files = { "rows.csv": makeFile(seed) };
        const run = (where: string) =>
          runNotebook(database, notebook({ time, grain, where }), { files, cache: false });
        const kept = await run("");
        assertEquals(findWanted(kept.plan, "rows", { cache: false }).rollups.size, 1);
        const plain = await run("where: 1 = 1\n");
        assertEquals(findWanted(plain.plan, "rows", { cache: false }).rollups.size, 0);
        assertEquals(kept.problems("k"), plain.problems("k"));
        assertEquals(kept.figures("k"), plain.figures("k"));
        const [rows, expected] = [await kept.rows("k"), await plain.rows("k")];
        assertEquals(rows.length, expected.length);
        // Sums of floats differ in their last bits, by the order of summing.
        const rounded = (values: typeof rows) =>
          values.map((row) =>
            row.map((value) => typeof value === "number" ? value.toPrecision(9) : value)
          );
        assertEquals(rounded(rows), rounded(expected));
      });
    }
  },
);

databaseTest(
  "findWanted() lets a load count what its filters leave, as SQL does",
  async (database) => {
    const files = { "rows.csv": makeFile(7) };
    const load = "```load rows\nfile: rows.csv\n```\n";
    const cell = (name: string, ...steps: string[]) =>
      `\n\`\`\`clean ${name}\nsteps:\n${steps.map((step) => `  - ${step}\n`).join("")}\`\`\`\n`;
    const drop = "drop_nulls: [units, price]";
    const counted = await runNotebook(
      database,
      load + cell("tidy", drop, "deduplicate: {}"),
      { files, cache: false },
    );
    assertEquals(findWanted(counted.plan, "rows", { cache: false }).counts.size, 1);
    // Of two cells only the first is counted by the load: the second counts by SQL.
    const scanned = await runNotebook(
      database,
      load + cell("filled", drop) + cell("tidy", "deduplicate: {}"),
      { files, cache: false },
    );
    assertEquals(findWanted(scanned.plan, "rows", { cache: false }).counts.size, 1);
    assertEquals(counted.figures("tidy").rows, scanned.figures("tidy").rows);
    assertEquals(
      counted.figures("tidy").removed,
      Number(scanned.figures("filled").removed) + Number(scanned.figures("tidy").removed),
    );
  },
);
