import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { findFile } from "@/lib/notebook/sources/find_file.ts";
import { makeFolder } from "@/tests/helpers/command.ts";

Deno.test("findFile() reads files beside the notebook, and no others", async (t) => {
  await using outside = await makeFolder();
  await using folder = await makeFolder();
  const secret = await outside.write("secret.csv", "a\n1\n");
  await folder.write("orders.csv", "a\n1\n");
  await Deno.symlink(secret, `${folder.path}/link.csv`);
  const folders = [folder.path];
  const real = await Deno.realPath(folder.path);
  assertEquals(await findFile("orders.csv", { folders }), `${real}/orders.csv`);
  for (const path of [secret, "link.csv", `../${secret.split("/").slice(-2).join("/")}`]) {
    await t.step(
      path === secret ? "an absolute path" : path.slice(0, 8),
      () => assertRejects(findFile(path, { folders }), { code: "FILE_NOT_ALLOWED" }),
    );
  }
});

Deno.test("findFile() does not tell what there is elsewhere", async (t) => {
  await using folder = await makeFolder();
  const folders = [folder.path];
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
      const error = await findFile(path, { folders }).then(() => null, (error) => error);
      assertEquals(error.code, "FILE_NOT_ALLOWED");
      told.add(error.message.replace(path, ""));
    });
  }
  assertEquals(told.size, 1);
  await assertRejects(findFile("a/../b.csv", { folders }), { code: "FILE_NOT_FOUND" });
  await assertRejects(findFile(`${folder.path}/b.csv`, { folders }), { code: "FILE_NOT_FOUND" });
});

Deno.test("findFile() tells the names of folders, not where they are", async () => {
  await using folder = await makeFolder();
  await assertRejects(findFile("b.csv", { folders: [folder.path] }), (error: unknown) => {
    const [{ remedy }] = (error as AppError).problems; // What rejects here is one.
    const name = folder.path.split("/").at(-1);
    assertEquals(remedy, `It was looked for in the folder "${name}"`);
    return true;
  });
});

Deno.test("findFile() finds nothing by a name that no file can have", async (t) => {
  await using folder = await makeFolder();
  await Deno.symlink(`${folder.path}/round.csv`, `${folder.path}/round.csv`);
  const cases = {
    "a NUL in it": ["a\0b.csv", "a\ufffdb.csv"],
    "300 letters": ["a".repeat(300), "a".repeat(300)],
    "a link to itself": ["round.csv", "round.csv"],
  };
  for (const [name, [path, told]] of Object.entries(cases)) {
    await t.step(name, async () => {
      await assertRejects(findFile(path, { folders: [folder.path] }), {
        code: "FILE_NOT_FOUND",
        message: `Cannot read a file that does not exist: current value is "${told}"`,
      });
    });
  }
});

Deno.test("findFile() reads nothing of closed folders, and nothing that is hidden beside them", async (t) => {
  await using folder = await makeFolder();
  const closed = ["data/database/rows.csv", "data/uploads/other.csv", ".env", "a/.hidden/b.csv"];
  for (const name of ["data/database", "data/uploads", "a/.hidden"]) {
    await Deno.mkdir(`${folder.path}/${name}`, { recursive: true });
  }
  for (const path of ["open.csv", "data.csv", "a/b.csv", ...closed]) {
    await folder.write(path, "a\n1\n");
  }
  await Deno.symlink(`${folder.path}/data/uploads/other.csv`, `${folder.path}/link.csv`);
  const folders = [folder.path];
  const options = { folders, closed: [`${folder.path}/data`] };
  for (const path of ["open.csv", "data.csv", "a/b.csv"]) {
    assertEquals(await findFile(path, options), `${await Deno.realPath(folder.path)}/${path}`);
  }
  for (const path of [...closed, "link.csv", `${folder.path}/data/uploads/other.csv`]) {
    await t.step(
      path.replace(folder.path, ""),
      () => assertRejects(findFile(path, options), { code: "FILE_NOT_ALLOWED" }),
    );
  }
  // The commands of who owns the machine read what they like.
  assertEquals(await findFile(".env", { folders }), `${await Deno.realPath(folder.path)}/.env`);
});

Deno.test("findFile() tells of what it has no right to by its name alone", async () => {
  await using folder = await makeFolder();
  await folder.write("a.csv", "a\n1\n");
  await Deno.mkdir(`${folder.path}/shut`, { mode: 0 });
  // Whoever may do everything is refused nothing: then the file is just not there.
  const error = await findFile("shut/a.csv", { folders: [folder.path] })
    .then(() => null, (error) => error as AppError);
  assertEquals(error?.message.includes(folder.path), false);
  await Deno.chmod(`${folder.path}/shut`, 0o700);
});
