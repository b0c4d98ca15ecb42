import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { backUp, type BackupOptions } from "@/lib/db/backup/back_up.ts";
import { readListing } from "@/lib/db/backup/read_archive.ts";
import { restore } from "@/lib/db/backup/restore.ts";
import type { Database } from "@/lib/db/database.ts";
import { openConnection, openDatabase } from "@/lib/db/open.ts";
import { AppError } from "@/lib/errors.ts";
import { type Folder, makeFolder } from "@/tests/helpers/command.ts";

const NEVER = new AbortController().signal;

/** A clock that says a day later each time. */
function days(): () => Date {
  let day = 0;
  return () => new Date(Date.UTC(2026, 0, ++day, 4));
}

function optionsIn({ path }: Folder): Omit<BackupOptions, "now"> {
  return {
    dataDirectory: `${path}/data`,
    databaseFolder: `${path}/data/database`,
    names: ["uploads", "sealing.key"],
    folder: `${path}/backups`,
    kept: 7,
    signal: NEVER,
  };
}

async function open({ path }: Folder): Promise<Database> {
  return await openDatabase({ dataDirectory: `${path}/data/database` });
}

/** The names in a folder, sorted. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

Deno.test("backUp() takes a state that was there at one moment, while statements run", async () => {
  await using folder = await makeFolder();
  const database = await open(folder);
  // Each transaction adds to both: one with more rows than the other was never there.
  await database.query("create table results.a as select 1 as n");
  await database.query("create table results.b as select 1 as n, repeat('x', 900) as words");
  let running = true;
  let rounds = 0;
  const writing = (async () => {
    for (; running; rounds++) {
      await database.transaction(async (session) => {
        await session.query("insert into results.a select generate_series(1, 500)");
        await session.query(
          "insert into results.b select n, repeat('y', 900) from generate_series(1, 500) n",
        );
      });
    }
  })();
  while (rounds < 3) await database.query("select 1");
  const options = optionsIn(folder);
  const { archive, counts } = await backUp(database, options);
  running = false;
  await writing;
  await database.close();
  assertIs(counts.archives, 1);
  assertIs(counts.bytes, (await Deno.stat(archive ?? "")).size);
  await restore(archive ?? "", { ...options, withFiles: true });
  const restored = await open(folder);
  const [{ a, b }] = await restored.query<{ a: number; b: number }>(
    "select (select count(*) from results.a) a, (select count(*) from results.b) b",
  );
  assertIs(a, b);
  // The first row, three rounds before the backup began, and no more than were ever written.
  assert(a >= 1 + 3 * 500 && a <= 1 + rounds * 500, `${a} rows`);
  await restored.close();
});

Deno.test("backUp() keeps so many archives, and the files that belong to one of them", async () => {
  await using folder = await makeFolder();
  const database = await open(folder);
  const options = { ...optionsIn(folder), kept: 2, now: days() };
  const uploads = `${options.dataDirectory}/uploads`;
  await Deno.mkdir(uploads);
  const made = [];
  for (const day of ["one", "two", "three"]) {
    await Deno.writeTextFile(`${uploads}/${day}`, day);
    made.push((await backUp(database, options)).counts);
    await Deno.remove(`${uploads}/${day}`);
  }
  await database.close();
  assertEquals(made.map(({ removed, files }) => [removed, files]), [[0, 1], [0, 1], [1, 1]]);
  assertEquals(await namesIn(options.folder), [
    "daybook-2026-01-02T04-00-00Z.backup",
    "daybook-2026-01-03T04-00-00Z.backup",
    "files",
  ]);
  assertEquals(await namesIn(`${options.folder}/files/uploads`), ["three", "two"]);
});

Deno.test("backUp() keeps all of the last day, and of each day before its last one", async () => {
  await using folder = await makeFolder();
  const times = ["01T04:00", "02T04:00", "02T04:10", "03T04:00", "03T04:10"]
    .map((time) => new Date(`2026-01-${time}:00Z`));
  const { dataDirectory, databaseFolder } = optionsIn(folder);
  await Deno.mkdir(`${databaseFolder}/database`, { recursive: true });
  await Deno.writeTextFile(`${dataDirectory}/sealing.key`, "a key");
  for (const time of times) {
    await backUp(null, { ...optionsIn(folder), kept: 2, now: () => time });
  }
  assertEquals(await namesIn(optionsIn(folder).folder), [
    "daybook-2026-01-02T04-10-00Z.backup",
    "daybook-2026-01-03T04-00-00Z.backup",
    "daybook-2026-01-03T04-10-00Z.backup",
    "files",
  ]);
});

Deno.test("backUp() takes a file anew that was replaced by one as long and as old", async () => {
  await using folder = await makeFolder();
  const database = await open(folder);
  const options = { ...optionsIn(folder), now: days() };
  const key = `${options.dataDirectory}/sealing.key`;
  const came = new Date("2026-01-05T12:00:00Z");
  for (const text of ["old", "new"]) {
    await Deno.writeTextFile(`${key}.new`, text);
    await Deno.utime(`${key}.new`, came, came);
    await Deno.rename(`${key}.new`, key);
    await backUp(database, options);
    assertIs(await Deno.readTextFile(`${options.folder}/files/sealing.key`), text);
  }
  await database.close();
});

Deno.test("backUp() leaves files out that are still arriving", async () => {
  await using folder = await makeFolder();
  const database = await open(folder);
  const options = optionsIn(folder);
  await Deno.mkdir(`${options.dataDirectory}/uploads`);
  await Deno.writeTextFile(`${options.dataDirectory}/uploads/.half`, "ha");
  await Deno.writeTextFile(`${options.dataDirectory}/uploads/whole`, "whole");
  const { archive } = await backUp(database, options);
  await database.close();
  assertEquals((await readListing(archive ?? "")).beside, [{ path: "uploads/whole", bytes: 5 }]);
});

Deno.test("backUp() leaves a server to the server's own tools, and says so", async () => {
  await using folder = await makeFolder();
  // Nobody listens there: it is not even asked.
  const server = openConnection({ url: "postgres://nobody@127.0.0.1:1/none" });
  const { archive, counts } = await backUp(server, optionsIn(folder));
  assertEquals([archive, counts.archives, counts.bytes], [null, 0, 0]);
  assertEquals(await namesIn(folder.path), []);
  await server.close();
});

Deno.test("backUp() that was stopped leaves nothing behind", async () => {
  await using folder = await makeFolder();
  const database = await open(folder);
  const stop = new AbortController();
  const options = { ...optionsIn(folder), signal: stop.signal };
  // The clock is asked once the files are taken, and before the database is.
  const now = () => {
    stop.abort(new Error("Enough"));
    return new Date();
  };
  await assertRejects(backUp(database, { ...options, now }), { message: "Enough" });
  assertEquals(await namesIn(options.folder), []);
  assertEquals(await database.query("select 1 as x"), [{ x: 1 }]);
  await database.close();
});

Deno.test("backUp() that was killed leaves no archive, and the next one tidies up", async () => {
  await using folder = await makeFolder();
  const { databaseFolder, folder: backups } = optionsIn(folder);
  const database = await open(folder);
  // 60 MB that do not get smaller: writing them takes a while.
  await database.query(
    `create table results.t as select n, md5(n::text) || md5((n * 7)::text) || md5((n * 13)::text)
     as words from generate_series(1, 400000) n`,
  );
  await database.close();
  const BACKUP = new URL("../../../../lib/cli/backup.ts", import.meta.url);
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", BACKUP.href],
    env: { DATA_DIR: `${folder.path}/data`, BACKUP_DIRECTORY: backups, DATABASE_URL: "" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await Deno.mkdir(backups, { recursive: true });
  // It is killed as soon as some of the archive is there.
  let ended = false;
  child.status.then(() => ended = true);
  while (await bytesOfUnfinished(backups) < 1_000_000) assert(!ended, "it had ended before");
  child.kill("SIGKILL");
  await child.status;
  const [left, ...more] = await namesIn(backups);
  assert(left.startsWith(".unfinished-"));
  assertEquals(more, []);
  assert((await Deno.stat(databaseFolder)).isDirectory);
  await backUp(null, { ...optionsIn(folder), now: days() });
  assertEquals(await namesIn(backups), ["daybook-2026-01-01T04-00-00Z.backup"]);
});

Deno.test("backUp() says where it cannot write, and what to do", async (t) => {
  await using folder = await makeFolder();
  const { path } = folder;
  const database = await open(folder);
  await database.close();
  await Deno.mkdir(`${path}/data/uploads`);
  await Deno.writeTextFile(`${path}/file`, "");
  // A backup among what is backed up would be in the next one, and moved aside when one is restored.
  const own = ["data/uploads", "data/uploads/backups", "data/database", "data/database/database"];
  for (const name of ["file", "file/backups", ...own]) {
    await t.step(name, async () => {
      const to = `${path}/${name}`;
      const asked = { ...optionsIn(folder), folder: to, now: days() };
      await assertRejects(backUp(null, asked), (error) => {
        assert(error instanceof AppError);
        assertIs(error.code, "BAD_USAGE");
        assert(error.message.endsWith(`current value is "${to}"`), error.message);
        assertIs(error.problems[0].remedy, "Choose another folder");
        return true;
      });
    });
  }
  assertEquals(await namesIn(`${path}/data/uploads`), []);
});

async function bytesOfUnfinished(folder: string): Promise<number> {
  for await (const { name } of Deno.readDir(folder)) {
    const found = await Deno.stat(`${folder}/${name}/archive`).catch(() => null);
    if (found !== null) return found.size;
  }
  return 0;
}
