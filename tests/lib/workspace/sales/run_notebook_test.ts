import { deepStrictEqual as assertEquals, equal, notEqual, rejects } from "node:assert/strict";
import { findColumns } from "@/lib/workspace/sales/columns.ts";
import { openSalesNotebook } from "@/lib/workspace/sales/run_notebook.ts";
import { settled } from "@/tests/helpers/data_files.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { type NotebooksForTest, notebooksTest } from "@/tests/helpers/notebooks.ts";
import { salesOf } from "@/tests/helpers/sales.ts";

/** Takes a file of sales in, and returns what opens its notebook. */
async function opener(
  given: NotebooksForTest,
  text: string,
  accounts: readonly (string | null)[] = [null],
) {
  const { notebooks, database } = given;
  await using sales = salesOf(given);
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  for (const account of accounts) {
    await settled(sales.files, await sales.files.take({ name: "sales.csv", account }, bytes()));
  }
  const { digest } = await database.kysely.selectFrom("datasets").select("digest")
    .executeTakeFirstOrThrow();
  const columns = [{ name: "date", type: "date" }, { name: "revenue", type: "integer" }] as const;
  const base = () => Deno.readTextFile("notebooks/sales.md");
  return (account: string | null = null) =>
    openSalesNotebook(
      { name: "sales.csv", digest, columns, uses: findColumns(columns), account },
      { database, notebooks, hasModel: false, base },
    );
}

notebooksTest(
  "openSalesNotebook() makes a notebook once, and runs it to its end",
  async (given) => {
    const open = await opener(given, "date,revenue\n2026-01-01,10\n2026-01-02,20\n");
    const made = await open();
    equal(made.isNew, true);
    // 10 and 20, on two days.
    equal(made.summary.split("\n\n")[0], "2 orders from 1 Jan 2026 to 2 Jan 2026 brought 30.");
    assertEquals([made.model, made.currency], [null, null]);
    assertEquals(made.charts.map(({ figure }) => figure.title), [
      "Revenue by region",
      "Revenue: odd days",
      "Revenue: forecast",
    ]);
    const again = await open();
    assertEquals([again.isNew, again.id, again.keys], [false, made.id, made.keys]);
    // Whoever edits it keeps what they wrote: the next request has a notebook of its own.
    const { revision } = await given.notebooks.open({ id: made.id, parameters: {} });
    await given.notebooks.edit({
      id: made.id,
      revision,
      edits: [{ type: "set_value", cell: "next", path: ["horizon"], value: 7 }],
      editor: null,
      parameters: {},
    });
    notEqual((await open()).id, made.id);
  },
);

notebooksTest("openSalesNotebook() finds those of the same owner alone", async (given) => {
  await addAccount(given.database, "ann", "editor");
  const open = await opener(given, "date,revenue\n2026-01-01,10\n", [null, "ann"]);
  const [ours, theirs] = [await open(), await open("ann")];
  notEqual(ours.id, theirs.id);
  equal((await open("ann")).id, theirs.id);
});

notebooksTest("openSalesNotebook() leaves no notebook of what tells nothing", async (given) => {
  const open = await opener(given, "date,revenue\n,10\n2026-01-01,\n");
  await rejects(open(), {
    code: "BAD_FILE",
    message: "Cannot tell anything from the file as a row must have both a date and a revenue: " +
      "current value is that none has",
  });
  assertEquals(await given.notebooks.list({}), []);
});
