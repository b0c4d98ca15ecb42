import assert, {
  deepStrictEqual as assertEquals,
  strictEqual as assertIs,
} from "node:assert/strict";
import postgres from "postgres";
import { AppError } from "@/lib/errors.ts";
import { fetchRows } from "@/lib/notebook/sources/fetch_rows.ts";
import { makeFolder, runTask } from "@/tests/helpers/command.ts";
import { startPostgresServer } from "@/tests/helpers/postgres_server.ts";

const SETUP = `
create schema "Shop";
create table "Shop".orders (
  id int8, units int4, price numeric, weight float8, paid bool, day date, at timestamptz, note text
);
insert into "Shop".orders values
  (9007199254740993, 3, 1234567890.12345678901, 0.1, true, '2026-01-31', '2026-01-31 10:20:30+01', 'n/a'),
  (2, null, null, null, null, null, null, 'two "lines",
and more');
`;

/** Runs a statement on a database of a user who may do everything. */
async function runSql(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice() {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

Deno.test("fetchRows() reads from a server without changing it", async (t) => {
  const given = Deno.env.get("TEST_DATABASE_URL");
  const server = given === undefined ? await startPostgresServer() : null;
  const base = given ?? server?.url ?? "";
  const name = `daybook_fetch_${crypto.randomUUID().replaceAll("-", "")}`;
  await runSql(base, `create database ${name}`);
  const own = new URL(base);
  own.pathname = `/${name}`;
  const url = own.href;
  await using folder = await makeFolder();
  const { signal } = new AbortController();
  const fetched = async (asked: { readonly table?: string; readonly query?: string }) => {
    const source = await fetchRows(url, {
      ...asked,
      signal,
      temporary: `${folder.path}/tmp`,
      rowLimit: null,
    });
    return { ...source, text: await new Response(source.open()).text() };
  };
  try {
    await runSql(url, SETUP);

    await t.step("a table without its schema, where the server would find it", async () => {
      await runSql(url, "create table public.plain as select 1 as a");
      assertIs((await fetched({ table: "plain" })).text, '"a"\n"1"\n');
      await runSql(
        url,
        `create table "Shop".plain as select 2 as b;` +
          `alter database ${name} set search_path to "Shop", public`,
      );
      assertIs((await fetched({ table: "plain" })).text, '"b"\n"2"\n');
    });

    await t.step("a table with its schema, its types, and every digit", async () => {
      const { types, text, bytes, digest } = await fetched({ table: "Shop.orders" });
      assertEquals(types, {
        // It holds more than doubles can.
        id: "decimal",
        units: "integer",
        price: "decimal",
        weight: "float",
        paid: "boolean",
        day: "date",
        at: "timestamp",
        note: "text",
      });
      assertEquals(text.split("\n").slice(0, 2), [
        '"id","units","price","weight","paid","day","at","note"',
        '"9007199254740993","3","1234567890.12345678901",0.1,true,"2026-01-31",' +
        '"2026-01-31T09:20:30Z","n/a"',
      ]);
      assert.equal(bytes, new TextEncoder().encode(text).length);
      assert.match(digest, /^[0-9a-f]{64}$/);
    });

    await t.step("a query, in its own order, with columns of one name", async () => {
      const query = 'select id as a, id + 1 as a from "Shop".orders order by 1;\n';
      const { text } = await fetched({ query });
      assert.equal(text, '"a","a"\n"2","3"\n"9007199254740993","9007199254740994"\n');
    });

    await t.step("no rows keep their columns", async () => {
      assert.equal((await fetched({ query: "select 1 as one where false" })).text, '"one"\n');
    });

    const refused: Readonly<Record<string, string>> = {
      "a second statement": 'select 1; drop table "Shop".orders',
      "a write": 'delete from "Shop".orders returning *',
      "a write within a query":
        'with gone as (delete from "Shop".orders returning *) select * from gone',
      "a way out of the transaction": "select 1; commit",
      "a parenthesis too many": 'select 1) as q; drop table "Shop".orders; --',
    };
    for (const [name, query] of Object.entries(refused)) {
      await t.step(`${name} is refused`, async () => {
        await assert.rejects(fetched({ query }), {
          name: "AppError",
          code: "DATABASE_ERROR",
        });
        const [{ count }] = await runSql(url, 'select count(*)::int from "Shop".orders');
        assert.equal(count, 2);
      });
    }

    await t.step("a query that takes longer than it may is stopped, at the key", async () => {
      const query = "select count(*) from generate_series(1, 10000000000) n";
      const limits = { rowLimit: null, statementLimitMilliseconds: 300 };
      await assert.rejects(
        fetchRows(url, { query, signal, temporary: `${folder.path}/tmp`, ...limits }),
        (error) =>
          error instanceof AppError && error.code === "TIME_LIMIT" &&
          error.problems[0].place.key === "query",
      );
    });

    await t.step("run-pipeline loads it by its name in the settings", async () => {
      const path = await folder.write(
        "shop.md",
        "```load orders\nconnection: shop\ntable: Shop.orders\n```\n",
      );
      const environment = { CONNECTION_SHOP: url, DATA_DIR: `${folder.path}/data` };
      const out = `${folder.path}/out`;
      const { code, errors } = await runTask(
        "run-pipeline",
        [path, "--out", out, "--format", "csv"],
        { environment },
      );
      assertEquals([code, errors], [0, ""]);
      const text = await Deno.readTextFile(`${out}/orders.csv`);
      assert.equal(
        text.split("\r\n")[1],
        "9007199254740993,3,1234567890.12345678901,0.1,true,2026-01-31,2026-01-31T09:20:30Z,n/a",
      );
      assert.equal([...Deno.readDirSync(`${folder.path}/data/tmp`)].length, 0);
    });
  } finally {
    await runSql(base, `drop database ${name} with (force)`);
    await server?.stop();
  }
});
