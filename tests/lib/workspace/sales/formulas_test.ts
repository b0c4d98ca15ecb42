import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { findFormulas } from "@/lib/workspace/sales/formulas.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const LOAD = "```load orders\nfile: orders.csv\n```\n";

databaseTest(
  "findFormulas() finds what a spreadsheet would run, and no number",
  async (database, t) => {
    const find = async (text: string) => {
      const ran = await runNotebook(database, LOAD, { files: { "orders.csv": text } });
      return await findFormulas(database, ran.cell("orders").key ?? "");
    };
    await t.step("in texts, by line and name", async () => {
      const text = "name,note,sum\n=1+1,fine,1\nTea,+cmd|calc,2\n@SUM(A1),-x,3\n";
      assertEquals(await find(text), {
        count: 4,
        first: [
          { line: 2, column: "name" },
          { line: 3, column: "note" },
          { line: 4, column: "name" },
          { line: 4, column: "note" },
        ],
      });
    });
    await t.step("not in numbers, however they are written", async () => {
      const text = 'name,note\n-5,ok\n+1.5,ok\n"-1,000.50",ok\n-20%,ok\n-$5,ok\n-1e3,ok\n';
      assertEquals(await find(text), { count: 0, first: [] });
    });
    await t.step("in values that a column could not take", async () => {
      // The column is of numbers: what is none was put aside.
      const numbers = Array.from({ length: 40 }, (_, i) => `a,${i}`).join("\n");
      assertEquals(await find(`name,sum\n${numbers}\na,=1+1\n`), {
        count: 1,
        first: [{ line: 42, column: "sum" }],
      });
    });
    await t.step("all of them counted, the first twenty told", async () => {
      const rows = Array.from({ length: 25 }, (_, i) => `=A${i},x`).join("\n");
      const { count, first } = await find(`name,note\n${rows}\n`);
      // The header is line 1.
      assertEquals([count, first.length, first.at(-1)], [25, 20, { line: 21, column: "name" }]);
    });
  },
);
