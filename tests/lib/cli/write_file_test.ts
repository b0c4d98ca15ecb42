import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { refuseFolder, writeFile, writePieces } from "@/lib/cli/write_file.ts";
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

Deno.test("refuseFolder() tells why a folder can't be written", async (t) => {
  const cases: readonly (readonly [Error, string | null])[] = [
    [new Deno.errors.PermissionDenied("Permission denied (os error 13)"), "NO_RIGHTS"],
    [new Error("Read-only file system (os error 30)"), "NO_RIGHTS"],
    [new Error("No space left on device (os error 28)"), "DISK_FULL"],
    [new Error("File too large (os error 27)"), "DISK_FULL"],
    [new Deno.errors.NotADirectory("Not a directory (os error 20)"), "BAD_USAGE"],
    [new TypeError("a bug"), null],
  ];
  for (const [error, code] of cases) {
    await t.step(error.message, () => {
      const told = refuseFolder(error, "write", "out");
      if (code === null) assert.equal(told, error);
      else assert(told instanceof AppError && told.code === code);
    });
  }
});
