import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { openFile } from "@/lib/notebook/sources/open_file.ts";
import { type Folder, makeFolder } from "@/tests/helpers/command.ts";

/** Opens files as the cells of one run do. */
function filesIn(folder: Folder) {
  const digests = { seen: new Map(), kept: null, tell() {} };
  return { open: (name: string) => openFile(`${folder.path}/${name}`, name, digests) };
}

Deno.test("openFile() refuses a file that changed since its key was made", async (t) => {
  await using folder = await makeFolder();
  await t.step("before it is opened again", async () => {
    const files = filesIn(folder);
    const path = await folder.write("a.csv", "a\n1\n");
    await files.open("a.csv");
    await Deno.writeTextFile(path, "a\n1\n2\n");
    await assertRejects(files.open("a.csv"), { code: "BAD_FILE" });
  });
  await t.step("while it is read", async () => {
    const files = filesIn(folder);
    const path = await folder.write("b.csv", "a\n1\n");
    const source = await files.open("b.csv");
    await Deno.writeTextFile(path, "a\n1\n2\n");
    await assertRejects(new Response(source.open()).text(), { code: "BAD_FILE" });
  });
  await t.step("and tells that it is gone", async () => {
    const source = await filesIn(folder).open("b.csv");
    await Deno.remove(`${folder.path}/b.csv`);
    await assertRejects(new Response(source.open()).text(), { code: "FILE_NOT_FOUND" });
  });
  await t.step("but not one that was written anew with the same bytes", async () => {
    const files = filesIn(folder);
    const path = await folder.write("c.csv", "a\n1\n");
    const { digest } = await files.open("c.csv");
    await Deno.utime(path, 1, 1);
    assertEquals((await files.open("c.csv")).digest, digest);
  });
});
