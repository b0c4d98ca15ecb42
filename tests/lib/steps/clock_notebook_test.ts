import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { dataTable } from "@/lib/chart/data_table.ts";
import type { Block, LineBlock } from "@/lib/chart/block.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { dailyPattern, hourlyNotebook, hoursFrom } from "@/tests/helpers/clock_series.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const CELLS = `
\`\`\`detect odd
from: hourly
measure: visits
each: region
\`\`\`

\`\`\`forecast next
from: hourly
measure: visits
only: { region: North }
horizon: 30
season: 24
model: seasonal_naive
\`\`\`

\`\`\`chart drawn
type: line
from: hourly
measure: visits
\`\`\`
`;

function lineOf(blocks: readonly Block[]): LineBlock {
  const line = blocks.find((block) => block.type === "line");
  if (line === undefined) throw new Error("No line");
  return line;
}

const WEEKS = 4 * 168;

databaseTest("a notebook of hours goes by its clocks where they change", async (database, t) => {
  const cases = [
    // Three weeks before a change and a week after it; then up to the evening before one.
    ["after spring in Berlin", "Europe/Berlin", "2026-03-08T23:00:00Z"],
    ["after autumn in New York", "America/New_York", "2026-10-11T04:00:00Z"],
    ["before spring in New York", "America/New_York", "2026-02-08T05:00:00Z"],
    ["before autumn in Berlin", "Europe/Berlin", "2026-09-26T22:00:00Z"],
  ] as const;
  for (const [name, zone, first] of cases) {
    await t.step(name, async () => {
      const periods = hoursFrom(first, WEEKS);
      const ran = await runNotebook(database, hourlyNotebook(zone, periods, CELLS));
      for (const cell of ["hourly", "odd", "next", "drawn"]) {
        assertEquals(ran.problems(cell), [], cell);
      }
      // Each hour has its two rows, also the two that clocks show alike.
      assertEquals((await ran.rows("hourly")).length, 2 * WEEKS);
      const odd = await ran.rows("odd");
      assertEquals(odd.length, 2 * WEEKS);
      // Three weeks of two regions are judged: about one alarm a week each at most.
      const flagged = odd.filter((row) => row.includes(true)).map(([period]) => String(period));
      assert(flagged.length <= 6, flagged.join(", "));
      // And none in the day after the clocks changed, an hour before the last week.
      const changed = periods.slice(WEEKS - 169, WEEKS - 145);
      assertEquals(flagged.filter((period) => changed.includes(period)), []);
      // Hours follow each other, and have what their clocks say: 100 to 330, off by 3 at most.
      const next = await ran.rows("next");
      const ahead = periodsAfter(periods[periods.length - 1], { grain: "hour", zone }, 30);
      assertEquals(next.map(([period]) => period), ahead);
      const pattern = dailyPattern(ahead, zone);
      next.forEach(([period, yhat], i) => {
        assert(Math.abs(Number(yhat) - pattern[i]) <= 3, `${period}: ${yhat}`);
      });
      for (const cell of ["hourly", "odd", "next", "drawn"]) {
        const line = lineOf(ran.cell(cell).blocks);
        assertEquals(line.zone, zone, cell);
        assertEquals(JSON.stringify(ran.cell(cell).blocks).includes(" UTC"), false, cell);
      }
    });
  }
});

databaseTest("a notebook of hours tells apart two that clocks show alike", async (database) => {
  const periods = hoursFrom("2026-10-24T22:00:00Z", 6);
  const ran = await runNotebook(database, hourlyNotebook("Europe/Berlin", periods, ""));
  const { rows } = dataTable(lineOf(ran.cell("hourly").blocks));
  // 00:00 to 04:00, with 02:00 twice: 100, 110, 120, 120, 130, 140 of North and as much again twice of South,
  // and of both -3 - 5, 2 + 4, 0 - 7 …: 3 times the pattern and what is up and down.
  assertEquals(rows.map(([period]) => period), [
    "25 Oct 2026, 00:00",
    "25 Oct 2026, 01:00",
    "25 Oct 2026, 02:00 UTC+2",
    "25 Oct 2026, 02:00 UTC+1",
    "25 Oct 2026, 03:00",
    "25 Oct 2026, 04:00",
  ]);
  rows.forEach(([period, value], i) => {
    const wanted = 3 * [100, 110, 120, 120, 130, 140][i];
    assert(Math.abs(Number(value) - wanted) <= 8, `${period}: ${value}`);
  });
});

databaseTest("a notebook of hours takes clocks that move by half of one", async (database, t) => {
  const zone = "Australia/Lord_Howe";
  const cases = [
    // Forward on 4 October 2026, and back on 4 April 2027.
    ["spring", "2026-09-19T13:30:00Z"],
    ["autumn", "2027-03-21T13:00:00Z"],
  ] as const;
  for (const [name, first] of cases) {
    await t.step(name, async () => {
      const periods = [first, ...periodsAfter(first, { grain: "hour", zone }, WEEKS - 1)];
      // A row within each hour, or the half that is left of one.
      const rows = periods.map((period) =>
        new Date(Date.parse(period) + 45 * 60_000).toISOString().slice(0, 19) + "Z"
      );
      const ran = await runNotebook(database, hourlyNotebook(zone, rows, CELLS), {
        asOf: "2028-01-01",
      });
      for (const cell of ["hourly", "odd", "next", "drawn"]) {
        assertEquals(ran.problems(cell), [], cell);
      }
      // Postgres cuts hours where they are expected: none is a gap.
      const line = lineOf(ran.cell("hourly").blocks);
      assertEquals(line.periods, periods);
      assertEquals(line.series[0].values.includes(null), false);
      assertEquals((await ran.rows("next")).length, 30);
    });
  }
});
