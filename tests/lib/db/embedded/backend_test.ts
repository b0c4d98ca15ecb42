import { fileURLToPath } from "node:url";
import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { migrate } from "@/lib/db/migrate.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { AppError } from "@/lib/errors.ts";
import { MIGRATIONS } from "@/migrations/list.ts";
import { makeEmbeddedPlace } from "@/tests/helpers/embedded_place.ts";
import { childrenOf, commandLineOf } from "@/tests/helpers/processes.ts";

const LOADER = fileURLToPath(new URL("../../../helpers/loader.ts", import.meta.url));

function hasCode(code: string, words = "") {
  return (error: unknown) =>
    error instanceof AppError && error.code === code && error.message.includes(words);
}

/** A statement that gives so many rows, one after the other. */
function numbers(count: number): string {
  return `select generate_series(1, ${count})`;
}

/** Starts a process that opens the directory and loads table after table. */
function startLoader(dataDirectory: string, options: Partial<Deno.CommandOptions> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", LOADER, dataDirectory],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
    ...options,
  }).spawn();
}

/** Resolves with the first line that a process prints. */
async function firstLine(process: Deno.ChildProcess): Promise<string> {
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return value ?? "";
}

Deno.test("openDatabase() makes the data directory and opens it again", async () => {
  await using place = await makeEmbeddedPlace();
  const config = { dataDirectory: `${place.config.dataDirectory}/new/er` };
  const first = await openDatabase(config);
  await first.query("create table results.t as select 1 as x");
  await first.close();
  const second = await openDatabase(config);
  assertEquals(await second.query("select x from results.t"), [{ x: 1 }]);
  await second.close();
});

Deno.test("The ready-made database is what the migrations make", async () => {
  await using place = await makeEmbeddedPlace();
  const database = await openDatabase(place.config);
  const describe = () =>
    database.query(
      `select table_name, column_name, data_type, is_nullable, column_default
       from information_schema.columns where table_schema = 'daybook' order by 1, ordinal_position`,
    );
  const ready = await describe();
  for (const schema of ["daybook", "results"]) {
    await database.query(`drop schema ${schema} cascade`);
  }
  assertEquals(await migrate(database), MIGRATIONS.map(({ name }) => name));
  assertEquals(ready, await describe(), "run deno task seed");
  await database.close();
});

Deno.test("openDatabase() begins again where making the database was interrupted", async () => {
  await using place = await makeEmbeddedPlace();
  await Deno.mkdir(`${place.config.dataDirectory}/database.new/base`, { recursive: true });
  const database = await openDatabase(place.config);
  assertEquals(await database.query("select count(*) from daybook.runs"), [{ count: 0 }]);
  await database.close();
});

Deno.test("openDatabase() refuses a directory that another process holds", async () => {
  await using place = await makeEmbeddedPlace();
  await using loader = startLoader(place.config.dataDirectory);
  await firstLine(loader);
  await assertRejects(
    openDatabase(place.config),
    hasCode("DATABASE_BUSY", `process ${loader.pid} on "${Deno.hostname()}"`),
  );
});

Deno.test("openDatabase() refuses a directory that this process holds", async () => {
  await using place = await makeEmbeddedPlace();
  const database = await openDatabase(place.config);
  await assertRejects(openDatabase(place.config), hasCode("DATABASE_BUSY", `${Deno.pid}`));
  await database.close();
});

Deno.test("openDatabase() refuses what is no directory", async () => {
  await using place = await makeEmbeddedPlace();
  const file = `${place.config.dataDirectory}/file`;
  await Deno.writeTextFile(file, "");
  for (const dataDirectory of [file, `${file}/below`, "/proc/daybook"]) {
    await assertRejects(openDatabase({ dataDirectory }), hasCode("NO_RIGHTS", dataDirectory));
  }
});

Deno.test("The write-ahead log stays small however much is written", async () => {
  await using place = await makeEmbeddedPlace();
  const database = await openDatabase(place.config);
  await database.query("create table results.t (words text)");
  const chunk = new TextEncoder().encode("some words in a row\n".repeat(50_000));
  for (let round = 0; round < 20; round++) {
    // 20 × 10 MB; a table that was there before the transaction is logged.
    await database.copyIn("copy results.t from stdin", Array.from({ length: 10 }, () => chunk));
    await database.query("truncate results.t");
  }
  const [{ bytes }] = await database.query("select sum(size)::int8 as bytes from pg_ls_waldir()");
  assert(Number(bytes) < 400_000_000, `${bytes} bytes`);
  await database.close();
});

Deno.test("A full disk is told as one, and leaves the database usable", async () => {
  await using place = await makeEmbeddedPlace();
  const { dataDirectory } = place.config;
  const mounting = ["-t", "tmpfs", "-o", "size=60m", "tmpfs", dataDirectory];
  // Where no small disk can be had, Postgres is asked to say that its own is full.
  const small = await runs("mount", mounting);
  const database = await openDatabase(place.config);
  try {
    const filling = small
      ? "create table results.t as select repeat(md5(n::text), 30) from generate_series(1, 200000) n"
      : "do $$ begin raise exception using errcode = '53100'; end $$";
    await assertRejects(database.query(filling), hasCode("DISK_FULL"));
    assertEquals(await database.query("select to_regclass('results.t') as found"), [
      { found: null },
    ]);
  } finally {
    await database.close();
    if (small) await runs("umount", [dataDirectory]);
  }
});

async function runs(program: string, programArguments: string[]): Promise<boolean> {
  try {
    const command = new Deno.Command(program, { args: programArguments, stderr: "null" });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "A statement that reads is run again when the database's process was killed under it",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using place = await makeEmbeddedPlace();
    const database = await openDatabase(place.config);
    const reading = database.query(`select count(*) from (${numbers(3_000_000)}) n`);
    const writing = database.query("create table results.t as select 1 as x");
    for (const child of await childrenOf(Deno.pid)) {
      const ours = (await commandLineOf(child)).includes(place.config.dataDirectory);
      if (ours) Deno.kill(child, "SIGKILL");
    }
    assertEquals(await reading, [{ count: 3000000 }]);
    await writing;
    assertEquals(await database.query("select x from results.t"), [{ x: 1 }]);
    await database.close();
  },
});

Deno.test("Channels are heard after the database was killed and opened again", async () => {
  await using place = await makeEmbeddedPlace();
  const database = await openDatabase(place.config);
  const heard = Promise.withResolvers<string>();
  await database.listen("channel", heard.resolve);
  await assertRejects(
    database.query(`select count(*) from (${numbers(10_000_000_000)}) n`, [], {
      timeLimitMilliseconds: 50,
    }),
    hasCode("TIME_LIMIT"),
  );
  await database.notify("channel", "again");
  assertEquals(await heard.promise, "again");
  await database.close();
});

Deno.test("A database opens whose process was killed while it wrote its own lock", async () => {
  await using place = await makeEmbeddedPlace();
  await (await openDatabase(place.config)).close();
  // Postgres makes this file at each start, and then fills it: killed between, it is empty.
  await Deno.writeTextFile(`${place.config.dataDirectory}/database/postmaster.pid`, "");
  const database = await openDatabase(place.config);
  assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
  await database.close();
});

Deno.test("Killing the process during loads loses and halves nothing, 20 times", async () => {
  await using place = await makeEmbeddedPlace();
  const { dataDirectory } = place.config;
  let committed = 0;
  for (let round = 0; round < 20; round++) {
    const told = await loadUntilKilled(dataDirectory, round);
    const database = await openDatabase(place.config);
    // The loader tells a number once its commit has returned; each load has 20,000 rows.
    const loads = await database.query<{ relation: string; rows: number }>(
      "select relation, rows from daybook.results order by relation",
    );
    const tables = await database.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'results' order by tablename",
    );
    assertEquals(tables.map(({ name }) => name), loads.map(({ relation }) => relation));
    for (const { relation, rows } of loads) {
      const counts = await database.query(
        `select count(*) as rows, sum(number) as sum from results.${relation}`,
      );
      // 0 + 1 + … + 19,999 = 199,990,000.
      assertEquals(counts, [{ rows, sum: "199990000" }]);
    }
    assert(loads.length >= Math.max(committed, told), `${loads.length} of ${told} are left`);
    committed = loads.length;
    await database.close();
  }
  assert(committed > 0);
});

/**
 * Kills a process that loads: in even rounds some time after its start, while it opens the
 * database or loads, in odd ones some time after its first commit. Returns the number of
 * commits that it told.
 */
async function loadUntilKilled(dataDirectory: string, round: number): Promise<number> {
  await using loader = startLoader(dataDirectory);
  const killAfter = (milliseconds: number) =>
    setTimeout(() => loader.kill("SIGKILL"), milliseconds);
  if (round % 2 === 0) killAfter(100 + 40 * round);
  let printed = "";
  for await (const text of loader.stdout.pipeThrough(new TextDecoderStream())) {
    if (round % 2 === 1 && printed === "") killAfter(10 * round);
    printed += text;
  }
  await loader.status;
  return Number(printed.split("\n").at(-2) ?? 0);
}
