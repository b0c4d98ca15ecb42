import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import postgres from "postgres";
import { cellsIn, notebooksTest, runToEnd, statesIn } from "@/tests/helpers/notebooks.ts";
import { startPostgresServer } from "@/tests/helpers/postgres_server.ts";

const TEXT = "```load orders\nconnection: shop\ntable: orders\n```\n\n" +
  "```sql total\nquery: select sum(amount) as total from orders\n```\n";
const parameters = {};

/** The connections of the test below; filled in when its server has started. */
const connections = new Map<string, string>();

notebooksTest(
  "Planner asks a connection only where a person runs it",
  async ({ notebooks, folder }, t) => {
    const { url, abandon } = await startPostgresServer();
    connections.set("shop", url);
    const sql = postgres(url, { max: 1, onnotice() {} });
    try {
      await sql.unsafe("create table orders (amount int); insert into orders values (1), (2)");
      const { id } = await notebooks.create({ text: TEXT });
      const rows = async () => {
        const view = await notebooks.open({ id, parameters });
        return [...Object.values(statesIn(view)), cellsIn(view).orders.output?.rows ?? null];
      };
      await t.step("not where the notebook is opened", async () => {
        await sql.unsafe("alter table orders rename to gone");
        assertEquals(await rows(), ["stale", "stale", null]);
        await sql.unsafe("alter table gone rename to orders");
      });
      await t.step("but where it is run", async () => {
        await runToEnd(notebooks, { id });
        assertEquals(await rows(), ["fresh", "fresh", 2]);
      });
      await t.step("not again for what is stale", async () => {
        await sql.unsafe("insert into orders values (3)");
        await runToEnd(notebooks, { id, what: { type: "stale" } });
        assertEquals(await rows(), ["fresh", "fresh", 2]);
      });
      await t.step("but where all is run again", async () => {
        await runToEnd(notebooks, { id });
        assertEquals(await rows(), ["fresh", "fresh", 3]);
      });
      await t.step("and tells at once of one that the settings do not name", async () => {
        const other = await notebooks.create({ text: TEXT.replace("shop", "other") });
        const { orders } = cellsIn(await notebooks.open({ id: other.id, parameters }));
        assertIs(orders.status.state, "failed");
        assert(orders.problems.some(({ code }) => code === "NOT_GRANTED"));
      });
      await t.step("and keeps no fetched rows", async () => {
        await notebooks.close();
        const left = [...Deno.readDirSync(`${folder.path}/tmp`)];
        assertEquals(left, []);
      });
    } finally {
      await sql.end();
      abandon();
    }
  },
  { connections },
);
