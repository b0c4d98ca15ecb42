import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { writeFile, writePieces } from "@/lib/cli/write_file.ts";
import { makeFolder } from "../../helpers/command.ts";

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

Deno.test("writeFile() replaces what a file held", async () => {
  await using folder = await makeFolder();
  const path = await folder.write("a.txt", "a longer text");
  await writeFile(path, "short");
  assert.equal(await Deno.readTextFile(path), "short");
  assertEquals(namesIn(folder.path), ["a.txt"]);
});

Deno.test("writePieces() leaves the old file and nothing else where it is stopped", async () => {
  await using folder = await makeFolder();
  const path = await folder.write("a.txt", "old");
  const stopped = writePieces(path, async (append) => {
    await append("new");
    throw new Error("Stopped");
  });
  await assert.rejects(stopped, { message: "Stopped" });
  assert.equal(await Deno.readTextFile(path), "old");
  assertEquals(namesIn(folder.path), ["a.txt"]);
});
