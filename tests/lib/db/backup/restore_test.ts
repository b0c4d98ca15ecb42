import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { backUp } from "@/lib/db/backup/back_up.ts";
import type { ListedFile, Listing } from "@/lib/db/backup/listing.ts";
import { restore, type RestoreOptions } from "@/lib/db/backup/restore.ts";
import { writeArchive } from "@/lib/db/backup/write_archive.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { AppError } from "@/lib/errors.ts";
import { type Folder, makeFolder } from "@/tests/helpers/command.ts";
import { restoreUntilKilled } from "@/tests/helpers/killed_restore.ts";

const NEVER = new AbortController().signal;

function hasCode(code: string, words = "") {
  return (error: unknown) =>
    error instanceof AppError && error.code === code && error.message.includes(words);
}

function placesIn(path: string) {
  return {
    dataDirectory: `${path}/data`,
    databaseFolder: `${path}/data/database`,
    names: ["uploads", "sealing.key"],
    signal: NEVER,
  };
}

/** Where nothing is. */
function emptyIn({ path }: Folder): RestoreOptions {
  const dataDirectory = `${path}/other`;
  return {
    ...placesIn(path),
    dataDirectory,
    databaseFolder: `${dataDirectory}/database`,
    withFiles: true,
    now: () => new Date("2026-02-01T10:20:30.400Z"),
  };
}

/** Makes a workspace with a row and a file, and a backup of it; returns its archive. */
async function makeBackup({ path }: Folder): Promise<string> {
  const places = placesIn(path);
  const database = await openDatabase({ dataDirectory: places.databaseFolder });
  await database.query("create table results.t as select 7 as x");
  await database.close();
  await Deno.mkdir(`${places.dataDirectory}/uploads`);
  await Deno.writeTextFile(`${places.dataDirectory}/uploads/abc`, "day,value\n");
  const { archive } = await backUp(null, { ...places, folder: `${path}/backups`, kept: 7 });
  return archive ?? "";
}

/** Writes an archive as `backUp` does, of three files: whether it is whole does not hang on which. */
async function writeSmall({ path }: Folder): Promise<string> {
  const from = `${path}/small`;
  await Deno.mkdir(`${from}/base`, { recursive: true });
  const files: ListedFile[] = [];
  for (const name of ["PG_VERSION", "base/1", "base/2"]) {
    const text = Array.from({ length: 2000 }, (_, i) => `${name} ${i}`).join("\n");
    await Deno.writeTextFile(`${from}/${name}`, text);
    files.push({ path: name, bytes: text.length });
  }
  const made = "2026-01-31T04:00:00.000Z";
  const listing: Listing = { format: 1, made, directories: ["base"], files, beside: [] };
  await writeArchive(listing, { from, to: `${path}/small.backup`, signal: NEVER });
  return `${path}/small.backup`;
}

/** Writes an archive of one file, whose listing says what is given besides. */
async function writeOwn(folder: Folder, listing: Partial<Listing>): Promise<string> {
  const whole = { format: 1, made: "2026-01-31T04:00:00.000Z", directories: [], files: [] };
  const text = `${JSON.stringify({ ...whole, beside: [], ...listing })}\nevil`;
  const last = `${createHash("sha256").update(text).digest("hex")}\n`;
  const path = `${folder.path}/own.backup`;
  await Deno.writeFile(path, gzipSync(text + last));
  return path;
}

/** Changes a bit from there on that matters: gzip has some that lead to the same bytes. */
function withBitChanged(bytes: Uint8Array, from: number): Uint8Array {
  const unpacked = gunzipSync(bytes);
  for (let at = from; at < bytes.length; at++) {
    const changed = bytes.with(at, bytes[at] ^ 1);
    try {
      if (!unpacked.equals(gunzipSync(changed))) return changed;
    } catch {
      return changed;
    }
  }
  throw new Error("No bit of it matters");
}

/** Every path below a folder, sorted, but for what locks leave. */
async function pathsBelow(folder: string, below = ""): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${below}`)) {
    if (name.endsWith(".lock")) continue;
    paths.push(`${below}${name}`);
    if (isDirectory) paths.push(...await pathsBelow(folder, `${below}${name}/`));
  }
  return paths.sort();
}

Deno.test("restore() makes the workspace on another machine from the folder of backups", async () => {
  await using folder = await makeFolder();
  const archive = await makeBackup(folder);
  await Deno.rename(`${folder.path}/data`, `${folder.path}/gone`);
  const options = emptyIn(folder);
  const { files, aside } = await restore(archive, options);
  assertEquals({ files, aside }, { files: 1, aside: null });
  const uploaded = `${options.dataDirectory}/uploads/abc`;
  assertIs(await Deno.readTextFile(uploaded), "day,value\n");
  const database = await openDatabase({ dataDirectory: options.databaseFolder });
  assertEquals(await database.query("select x from results.t"), [{ x: 7 }]);
  await database.close();
});

Deno.test("restore() moves aside what is there", async () => {
  await using folder = await makeFolder();
  const archive = await makeBackup(folder);
  const options = emptyIn(folder);
  const now = await openDatabase({ dataDirectory: options.databaseFolder });
  await now.query("create table results.t as select 8 as x");
  await now.close();
  await Deno.mkdir(`${options.dataDirectory}/uploads`);
  await Deno.writeTextFile(`${options.dataDirectory}/uploads/later`, "later");
  await Deno.writeTextFile(`${options.dataDirectory}/sealing.key`, "a key");
  const { aside } = await restore(archive, options);
  assertIs(aside, `${options.dataDirectory}/replaced-2026-02-01T10-20-30-400Z`);
  assertIs(await Deno.readTextFile(`${aside}/uploads/later`), "later");
  assertIs(await Deno.readTextFile(`${aside}/sealing.key`), "a key");
  const names = await Array.fromAsync(Deno.readDir(options.dataDirectory), ({ name }) => name);
  assertEquals(names.sort(), ["database", "replaced-2026-02-01T10-20-30-400Z", "uploads"]);
  // What was moved aside is a database still.
  await Deno.mkdir(`${folder.path}/old`);
  await Deno.rename(`${aside}/database`, `${folder.path}/old/database`);
  const old = await openDatabase({ dataDirectory: `${folder.path}/old` });
  assertEquals(await old.query("select x from results.t"), [{ x: 8 }]);
  await old.close();
});

Deno.test("restore() refuses an archive that is not as it was written, and touches nothing", async (t) => {
  await using folder = await makeFolder();
  const archive = await writeSmall(folder);
  const bytes = await Deno.readFile(archive);
  const options: RestoreOptions = { ...placesIn(folder.path), withFiles: true };
  await Deno.mkdir(`${options.databaseFolder}/database`, { recursive: true });
  await Deno.writeTextFile(`${options.databaseFolder}/database/PG_VERSION`, "of now\n");
  const before = await pathsBelow(options.dataDirectory);
  const broken = `${folder.path}/broken.backup`;
  const cases: [string, Uint8Array][] = [
    ["nothing", bytes.subarray(0, 0)],
    ["its first bytes alone", bytes.subarray(0, 100)],
    ["half of it", bytes.subarray(0, bytes.length / 2)],
    ["all but the last byte", bytes.subarray(0, -1)],
    ["all but gzip's end and some", bytes.subarray(0, -40)],
    ["a bit near its beginning changed", withBitChanged(bytes, 40)],
    ["a bit in its middle changed", withBitChanged(bytes, Math.floor(bytes.length / 2))],
    ["a bit near its end changed", withBitChanged(bytes, bytes.length - 30)],
    ["no archive at all", new TextEncoder().encode("day,value\n1,2\n")],
    ["gzip of something else", gzipSync("day,value\n1,2\n")],
  ];
  for (const [name, content] of cases) {
    await t.step(name, async () => {
      await Deno.writeFile(broken, content);
      await assertRejects(restore(broken, options), hasCode("BAD_FILE"));
      assertEquals(await pathsBelow(options.dataDirectory), before);
    });
  }
  // As it was written it is taken, so that it was the damage that was refused.
  const { aside } = await restore(archive, options);
  assertIs(await Deno.readTextFile(`${aside}/database/PG_VERSION`), "of now\n");
  const last = await Deno.readTextFile(`${options.databaseFolder}/database/base/2`);
  assertIs(last.endsWith("base/2 1999"), true);
});

Deno.test("restore() writes nowhere but into its folder, whatever an archive names", async (t) => {
  await using folder = await makeFolder();
  const evil = { bytes: 4 };
  const cases: [string, Partial<Listing>][] = [
    ["a file above", { files: [{ path: "../../evil", ...evil }] }],
    ["a file above, from within", {
      directories: ["a"],
      files: [{ path: "a/../../evil", ...evil }],
    }],
    ["a file at the root", { files: [{ path: "/tmp/evil", ...evil }] }],
    ["a file of Windows", { files: [{ path: "..\\evil", ...evil }] }],
    ["a folder above", { directories: ["../evil"] }],
    ["the folder itself", { directories: ["."] }],
    ["a file beside, above", { beside: [{ path: "uploads/../../evil", ...evil }] }],
    ["a file beside that is none of Daybook's", { beside: [{ path: "backups/evil", ...evil }] }],
    ["a name twice", { files: [{ path: "a", ...evil }, { path: "a", bytes: 0 }] }],
    ["a file below a file", { files: [{ path: "a", ...evil }, { path: "a/b", bytes: 0 }] }],
    ["a file in no folder", { files: [{ path: "a/b", ...evil }] }],
    ["a folder in no folder", { directories: ["a/b"], files: [{ path: "c", ...evil }] }],
    ["a name that is too long", { files: [{ path: "a".repeat(300), ...evil }] }],
    ["a file beside below another", {
      files: [{ path: "a", ...evil }],
      beside: [{ path: "uploads", bytes: 0 }, { path: "uploads/b", bytes: 0 }],
    }],
  ];
  for (const [name, listing] of cases) {
    await t.step(name, async () => {
      const archive = await writeOwn(folder, listing);
      await assertRejects(restore(archive, emptyIn(folder)), hasCode("BAD_FILE"));
      assertEquals(await pathsBelow(folder.path), ["own.backup"]);
    });
  }
  // The same archive with a plain name is taken, so that it was the names that were refused.
  const archive = await writeOwn(folder, { files: [{ path: "plain", ...evil }] });
  const options = emptyIn(folder);
  await restore(archive, options);
  assertIs(await Deno.readTextFile(`${options.databaseFolder}/database/plain`), "evil");
});

Deno.test("restore() takes no link for a file beside an archive", async () => {
  await using folder = await makeFolder();
  const secret = `${folder.path}/secret`;
  await Deno.writeTextFile(secret, "evil");
  await Deno.mkdir(`${folder.path}/files/uploads`, { recursive: true });
  await Deno.symlink(secret, `${folder.path}/files/uploads/link`);
  const archive = await writeOwn(folder, {
    files: [{ path: "a", bytes: 4 }],
    beside: [{ path: "uploads/link", bytes: 4 }],
  });
  await assertRejects(restore(archive, emptyIn(folder)), hasCode("FILE_NOT_FOUND"));
});

Deno.test("restore() brings back a file that a link led to", async () => {
  await using folder = await makeFolder();
  const { dataDirectory } = placesIn(folder.path);
  await Deno.mkdir(dataDirectory);
  await Deno.writeTextFile(`${folder.path}/kept.key`, "a key");
  await Deno.symlink(`${folder.path}/kept.key`, `${dataDirectory}/sealing.key`);
  const archive = await makeBackup(folder);
  await Deno.remove(`${folder.path}/kept.key`);
  const options = emptyIn(folder);
  await restore(archive, options);
  assertIs(await Deno.readTextFile(`${options.dataDirectory}/sealing.key`), "a key");
});

Deno.test("restore() leaves all as it was where something cannot be moved", async () => {
  await using folder = await makeFolder();
  const archive = await makeBackup(folder);
  const { dataDirectory } = placesIn(folder.path);
  await Deno.writeTextFile(`${dataDirectory}/uploads/abc`, "of now\n");
  // A file stands where a folder would have to be, which is found once the uploads are exchanged.
  await Deno.writeTextFile(`${dataDirectory}/blocked`, "");
  const names = ["uploads", "blocked/key"];
  const before = await pathsBelow(dataDirectory);
  await assertRejects(restore(archive, { ...placesIn(folder.path), names, withFiles: true }));
  assertEquals(await pathsBelow(dataDirectory), before);
  assertIs(await Deno.readTextFile(`${dataDirectory}/uploads/abc`), "of now\n");
});

Deno.test("restore() that is killed leaves all old or all new, or what nobody can open", async () => {
  await using folder = await makeFolder();
  const archive = await makeBackup(folder);
  const { dataDirectory, databaseFolder, names } = placesIn(folder.path);
  const uploaded = `${dataDirectory}/uploads/abc`;
  const now = await openDatabase({ dataDirectory: databaseFolder });
  await now.query("update results.t set x = 8");
  await now.close();
  await Deno.remove(uploaded);
  await Deno.writeTextFile(uploaded, "of now\n");
  const options = { dataDirectory, databaseFolder, names, withFiles: true };
  // The upload gets its name; then the uploads and the database, each aside and in place.
  const found: string[] = [];
  for (let moves = 0; !await restoreUntilKilled({ archive, options, moves }); moves++) {
    try {
      const database = await openDatabase({ dataDirectory: databaseFolder });
      const [{ x }] = await database.query<{ x: number }>("select x from results.t");
      await database.close();
      found.push(`${x}, ${await Deno.readTextFile(uploaded)}`);
    } catch (error) {
      if (!hasCode("DATABASE_ERROR", "a restore of a backup must have ended")(error)) throw error;
      found.push("refused");
      const alone = { ...options, withFiles: false, signal: NEVER };
      await assertRejects(restore(archive, alone), hasCode("DATABASE_ERROR"));
    }
  }
  assertEquals([...new Set(found)], ["8, of now\n", "refused"]);
  const database = await openDatabase({ dataDirectory: databaseFolder });
  assertEquals(await database.query("select x from results.t"), [{ x: 7 }]);
  await database.close();
  assertIs(await Deno.readTextFile(uploaded), "day,value\n");
});

Deno.test("restore() refuses while the database is open", async () => {
  await using folder = await makeFolder();
  const archive = await makeBackup(folder);
  const options: RestoreOptions = { ...placesIn(folder.path), withFiles: true };
  const database = await openDatabase({ dataDirectory: options.databaseFolder });
  await assertRejects(restore(archive, options), hasCode("DATABASE_BUSY"));
  assertEquals(await database.query("select x from results.t"), [{ x: 7 }]);
  await database.close();
});

Deno.test("restore() takes an archive without its files where that is wanted alone", async () => {
  await using folder = await makeFolder();
  const archive = await makeBackup(folder);
  await Deno.remove(`${folder.path}/backups/files`, { recursive: true });
  const options: RestoreOptions = { ...placesIn(folder.path), withFiles: true };
  await assertRejects(restore(archive, options), hasCode("FILE_NOT_FOUND", "1 of 1 missing"));
  const { aside } = await restore(archive, { ...options, withFiles: false });
  assertEquals((await pathsBelow(aside ?? "")).filter((path) => !path.includes("/")), ["database"]);
  assertIs(await Deno.readTextFile(`${options.dataDirectory}/uploads/abc`), "day,value\n");
});

Deno.test("An archive of a newer Daybook is refused when it is opened", async () => {
  await using folder = await makeFolder();
  const places = placesIn(folder.path);
  const newer = await openDatabase({ dataDirectory: places.databaseFolder });
  await newer.query("insert into daybook.migrations (name) values ('9999_later')");
  await newer.close();
  const { archive } = await backUp(null, { ...places, folder: `${folder.path}/backups`, kept: 7 });
  const options = emptyIn(folder);
  await restore(archive ?? "", options);
  await assertRejects(
    openDatabase({ dataDirectory: options.databaseFolder }),
    hasCode("DATABASE_NEWER"),
  );
});
