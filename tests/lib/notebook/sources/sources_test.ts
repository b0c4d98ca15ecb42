import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { createSources } from "@/lib/notebook/sources/sources.ts";
import { loadParameters } from "@/lib/steps/load/parameters.ts";
import { openSource } from "@/lib/steps/load/source.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import { type Folder, makeFolder } from "@/tests/helpers/command.ts";

function sourcesIn(folder: Folder, input: string | null = null) {
  return createSources({
    folders: [folder.path],
    connections: new Map(),
    temporary: `${folder.path}/tmp`,
    uploads: `${folder.path}/uploads`,
    rowLimit: null,
  }, input);
}

function contextOf(sources: Sources) {
  return { cell: "orders", sources, signal: new AbortController().signal };
}

const FILE = loadParameters.parse({ file: "a.csv" });

Deno.test("createSources() puts an input in the place of whatever a cell names", async (t) => {
  await using folder = await makeFolder();
  const path = await folder.write("input.csv", "a\n1\n");
  const named = {
    "a file": { file: "a.csv" },
    "an upload": { upload: "0".repeat(64) },
    "rows in the notebook": { inline: "a\n2\n3\n" },
    "a connection": { connection: "shop", table: "orders" },
  };
  for (const [name, body] of Object.entries(named)) {
    await t.step(name, async () => {
      const context = contextOf(sourcesIn(folder, path));
      assertEquals((await openSource(loadParameters.parse(body), context)).name, "input.csv");
    });
  }
});

Deno.test("createSources() reads files beside the notebook, and no others", async (t) => {
  await using outside = await makeFolder();
  await using folder = await makeFolder();
  const secret = await outside.write("secret.csv", "a\n1\n");
  await folder.write("orders.csv", "a\n1\n");
  await Deno.symlink(secret, `${folder.path}/link.csv`);
  const sources = sourcesIn(folder);
  assertEquals((await sources.file("orders.csv")).bytes, 4);
  for (const path of [secret, "link.csv", `../${secret.split("/").slice(-2).join("/")}`]) {
    await t.step(
      path === secret ? "an absolute path" : path.slice(0, 8),
      () => assertRejects(sources.file(path), { code: "FILE_NOT_ALLOWED" }),
    );
  }
});

Deno.test("createSources() does not tell what there is elsewhere", async (t) => {
  await using folder = await makeFolder();
  const sources = sourcesIn(folder);
  const elsewhere = [
    "/etc/passwd",
    "/etc/nothing",
    "/proc/1/mem",
    "../nothing.csv",
    "a/../../b.csv",
  ];
  const words = (path: string) => path.replaceAll(/[\w./]+\/|\.\w+$/g, "");
  const told = new Set<string>();
  for (const path of elsewhere) {
    await t.step(words(path), async () => {
      const error = await sources.file(path).then(() => null, (error) => error);
      assertEquals(error.code, "FILE_NOT_ALLOWED");
      told.add(error.message.replace(path, ""));
    });
  }
  assertEquals(told.size, 1);
  await assertRejects(sources.file("a/../b.csv"), { code: "FILE_NOT_FOUND" });
  await assertRejects(sources.file(`${folder.path}/b.csv`), { code: "FILE_NOT_FOUND" });
});

Deno.test("createSources() tells the names of folders, not where they are", async () => {
  await using folder = await makeFolder();
  await assertRejects(sourcesIn(folder).file("b.csv"), (error: unknown) => {
    const [{ remedy }] = (error as AppError).problems; // What rejects here is one.
    const name = folder.path.split("/").at(-1);
    assertEquals(remedy, `It was looked for in the folder "${name}"`);
    return true;
  });
});

Deno.test("createSources() finds nothing by a name that no file can have", async (t) => {
  await using folder = await makeFolder();
  await Deno.symlink(`${folder.path}/round.csv`, `${folder.path}/round.csv`);
  const cases = {
    "a NUL in it": ["a\0b.csv", "a\ufffdb.csv"],
    "300 letters": ["a".repeat(300), "a".repeat(300)],
    "a link to itself": ["round.csv", "round.csv"],
  };
  for (const [name, [path, told]] of Object.entries(cases)) {
    await t.step(name, async () => {
      await assertRejects(sourcesIn(folder).file(path), {
        code: "FILE_NOT_FOUND",
        message: `Cannot read a file that does not exist: current value is "${told}"`,
      });
    });
  }
});

Deno.test("createSources() refuses what is no file without waiting for it", async (t) => {
  await using folder = await makeFolder();
  const inputOf = (path: string) => contextOf(sourcesIn(folder, path));
  await t.step(
    "a folder",
    () => assertRejects(openSource(FILE, inputOf(folder.path)), { code: "BAD_FILE" }),
  );
  await t.step({
    name: "a device that never ends",
    ignore: Deno.build.os === "windows",
    fn: () => assertRejects(openSource(FILE, inputOf("/dev/zero")), { code: "BAD_FILE" }),
  });
});

Deno.test("createSources() refuses a file that changed since its key was made", async (t) => {
  await using folder = await makeFolder();
  await t.step("before it is opened again", async () => {
    const sources = sourcesIn(folder);
    const path = await folder.write("a.csv", "a\n1\n");
    await sources.file("a.csv");
    await Deno.writeTextFile(path, "a\n1\n2\n");
    await assertRejects(sources.file("a.csv"), { code: "BAD_FILE" });
  });
  await t.step("while it is read", async () => {
    const sources = sourcesIn(folder);
    const path = await folder.write("b.csv", "a\n1\n");
    const source = await sources.file("b.csv");
    await Deno.writeTextFile(path, "a\n1\n2\n");
    await assertRejects(new Response(source.open()).text(), { code: "BAD_FILE" });
  });
  await t.step("and tells that it is gone", async () => {
    const source = await sourcesIn(folder).file("b.csv");
    await Deno.remove(`${folder.path}/b.csv`);
    await assertRejects(new Response(source.open()).text(), { code: "FILE_NOT_FOUND" });
  });
  await t.step("but not one that was written anew with the same bytes", async () => {
    const sources = sourcesIn(folder);
    const path = await folder.write("c.csv", "a\n1\n");
    const { digest } = await sources.file("c.csv");
    await Deno.utime(path, 1, 1);
    assertEquals((await sources.file("c.csv")).digest, digest);
  });
});

Deno.test("createSources() reads nothing of closed folders, and nothing that is hidden beside them", async (t) => {
  await using folder = await makeFolder();
  const closed = ["data/database/rows.csv", "data/uploads/other.csv", ".env", "a/.hidden/b.csv"];
  for (const name of ["data/database", "data/uploads", "a/.hidden"]) {
    await Deno.mkdir(`${folder.path}/${name}`, { recursive: true });
  }
  for (const path of ["open.csv", "data.csv", "a/b.csv", ...closed]) {
    await folder.write(path, "a\n1\n");
  }
  await Deno.symlink(`${folder.path}/data/uploads/other.csv`, `${folder.path}/link.csv`);
  const options = {
    folders: [folder.path],
    connections: new Map(),
    temporary: `${folder.path}/tmp`,
    uploads: `${folder.path}/data/uploads`,
    rowLimit: null,
  };
  const sources = createSources({ ...options, closed: [`${folder.path}/data`] }, null);
  for (const path of ["open.csv", "data.csv", "a/b.csv"]) {
    assertEquals((await sources.file(path)).bytes, 4, path);
  }
  for (const path of [...closed, "link.csv", `${folder.path}/data/uploads/other.csv`]) {
    await t.step(
      path.replace(folder.path, ""),
      () => assertRejects(sources.file(path), { code: "FILE_NOT_ALLOWED" }),
    );
  }
  // The commands of who owns the machine read what they like.
  assertEquals((await createSources(options, null).file(".env")).bytes, 4);
});
