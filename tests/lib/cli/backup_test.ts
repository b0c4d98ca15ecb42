import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { join } from "node:path";
import { openDatabase } from "@/lib/db/open.ts";
import { type Folder, makeFolder, runTask } from "@/tests/helpers/command.ts";
import { openGuardedEngine, sendFile } from "@/tests/helpers/guarded_engine.ts";

/** The settings of a workspace in a folder, with backups outside of it. */
function settingsIn({ path }: Folder, data = "data") {
  return { DATA_DIR: `${path}/${data}`, BACKUP_DIRECTORY: `${path}/backups` };
}

function databaseIn(folder: Folder, data = "data") {
  return openDatabase({ dataDirectory: `${folder.path}/${data}/database` });
}

async function archivesIn({ path }: Folder): Promise<readonly string[]> {
  const names = await Array.fromAsync(Deno.readDir(`${path}/backups`), ({ name }) => name);
  return names.filter((name) => name.endsWith(".backup")).sort();
}

async function* once(text: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

Deno.test("deno task restore brings a whole workspace back from what housekeeping backed up", async () => {
  await using folder = await makeFolder();
  const made = await (async () => {
    await using database = closing(await databaseIn(folder));
    await using engine = await openGuardedEngine(database.opened, {
      ...settingsIn(folder),
      SCHEDULES: "on",
    });
    const owner = await engine.owner();
    const { id: notebook } = await owner.notebooks.create({ text: "# Kept\n\nSome words.\n" });
    const digest = await sendFile(owner, { name: "days.csv", text: "day,n\n2026-01-01,1\n" });
    const { batch } = await owner.events.ingest({
      source: "shop",
      mode: "strict",
      dateOrder: null,
      zone: "UTC",
      format: null,
      name: "events.csv",
      corrects: null,
    }, once("time,value\n2026-01-05,100\n2026-01-06,4\n"));
    const schedule = "housekeeping";
    const { id: run } = await owner.schedules.run({ schedule, by: { type: "owner" } });
    let view = await owner.schedules.readRun({ schedule, run });
    while (view.finishedAt === null) view = await owner.schedules.readRun({ schedule, run });
    // The upload, what was received, and the key; beside the upload lies a file with its name.
    assertEquals([view.told.backup_archives, view.told.backup_files], [1, 4]);
    return { notebook, digest, batch };
  })();
  await Deno.rename(`${folder.path}/data`, `${folder.path}/gone`);
  const [archive] = await archivesIn(folder);
  const environment = settingsIn(folder, "restored");
  const words = [join(folder.path, "backups", archive)];
  const { code, out, errors } = await runTask("restore", words, { environment });
  assertEquals({ code, errors }, { code: 0, errors: "" });
  assertMatch(out, /^Restored the backup of \d{4}-.*, with 4 files beside the database\./);
  await using database = closing(await databaseIn(folder, "restored"));
  await using engine = await openGuardedEngine(database.opened, environment);
  const owner = await engine.owner();
  const { text } = await owner.notebooks.source({ id: made.notebook });
  assertMatch(text, /# Kept\n\nSome words\.\n/);
  assertIs(
    await Deno.readTextFile(`${environment.DATA_DIR}/uploads/${made.digest}`),
    "day,n\n2026-01-01,1\n",
  );
  const [{ sum }] = await database.opened.query("select sum(value)::int8 as sum from events");
  assertIs(sum, 104);
  // It is read again from the sealed file, by the restored key: both rows are there already.
  const { inserted, duplicates } = await owner.events.replay({ batch: made.batch });
  assertEquals({ inserted, duplicates }, { inserted: 0, duplicates: 2 });
});

/** A database that closes after what was opened on it. */
function closing(opened: Awaited<ReturnType<typeof databaseIn>>) {
  return { opened, [Symbol.asyncDispose]: () => opened.close() };
}

Deno.test("deno task backup writes what deno task restore takes", async () => {
  await using folder = await makeFolder();
  const environment = { ...settingsIn(folder), BACKUPS_KEPT: "1" };
  const database = await databaseIn(folder);
  await database.query("create table results.t as select 7 as x");
  await database.close();
  const backup = await runTask("backup", [], { environment });
  assertEquals([backup.code, backup.errors], [0, ""]);
  const [archive, ...more] = await archivesIn(folder);
  assertEquals(more, []);
  assertMatch(backup.out, new RegExp(`^Backed up: .*/${archive} \\(\\d+ bytes\\)\\.`));
  const later = await databaseIn(folder);
  await later.query("update results.t set x = 8");
  await later.close();
  const restored = await runTask("restore", [`${folder.path}/backups/${archive}`], { environment });
  assertEquals([restored.code, restored.errors], [0, ""]);
  assertMatch(restored.out, /What was there before is in .*\/data\/replaced-\d{4}-/);
  const again = await databaseIn(folder);
  assertEquals(await again.query("select x from results.t"), [{ x: 7 }]);
  await again.close();
});

Deno.test("deno task backup and restore refuse while Daybook runs", async () => {
  await using folder = await makeFolder();
  const environment = settingsIn(folder);
  const stopped = await databaseIn(folder);
  await stopped.close();
  await runTask("backup", [], { environment });
  const [archive] = await archivesIn(folder);
  const database = await databaseIn(folder);
  const backup = await runTask("backup", [], { environment });
  assertIs(backup.code, 1);
  assertMatch(backup.errors, /It backs itself up: run the schedule "Daily housekeeping"/);
  const words = [`${folder.path}/backups/${archive}`];
  const restored = await runTask("restore", words, { environment });
  assertIs(restored.code, 1);
  assertMatch(restored.errors, new RegExp(`held by process ${Deno.pid} `));
  await database.close();
});

Deno.test("deno task backup and restore tell what they cannot do", async (t) => {
  await using folder = await makeFolder();
  const nothing = settingsIn(folder);
  const server = { ...nothing, DATABASE_URL: "postgres://daybook@127.0.0.1:1/daybook" };
  const broken = await folder.write("broken.backup", "day,value\n");
  const cases: [string, string[], Record<string, string>, number, RegExp][] = [
    ["backup", [], nothing, 1, /there must be a database/],
    ["backup", ["it"], nothing, 2, /it takes no words/],
    ["backup", [], server, 2, /DATABASE_URL must not be set[^]*docs\/ops\/backup\.md/],
    ["restore", [broken], server, 2, /DATABASE_URL must not be set/],
    ["restore", [], nothing, 2, /it takes one file/],
    ["restore", ["--witout-files", broken], nothing, 2, /--without-files/],
    ["restore", [broken], nothing, 1, /it must be whole/],
    ["restore", [`${folder.path}/missing`], nothing, 1, /that is not there/],
    ["restore", [folder.path], nothing, 1, /Cannot read an archive/],
  ];
  for (const [task, words, environment, expected, told] of cases) {
    await t.step([task, ...words].join(" ").replace(folder.path, ""), async () => {
      const { code, errors } = await runTask(task, words, { environment });
      assertMatch(errors, told);
      assertIs(code, expected);
    });
  }
  for (const task of ["backup", "restore"]) {
    const { code, out } = await runTask(task, ["--help"], { environment: nothing });
    assertIs(code, 0);
    assertMatch(out, new RegExp(`Usage: deno task ${task}`));
  }
  const names = await Array.fromAsync(Deno.readDir(folder.path), ({ name }) => name);
  assertEquals(names, ["broken.backup"]);
});
