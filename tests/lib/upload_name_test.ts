import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { readUploadName, removeUploadName, writeUploadName } from "@/lib/upload_name.ts";
import { makeFolder } from "@/tests/helpers/command.ts";

const DIGEST = "ab".repeat(32);

async function namesIn(folder: string): Promise<readonly string[]> {
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}

Deno.test("writeUploadName() keeps the first name that the same bytes came with", async () => {
  await using folder = await makeFolder();
  assertEquals(await readUploadName(folder.path, DIGEST), null);
  await writeUploadName(folder.path, DIGEST, "Umsätze 2026.csv");
  await writeUploadName(folder.path, DIGEST, "copy of it.csv");
  assertEquals(await readUploadName(folder.path, DIGEST), "Umsätze 2026.csv");
  assertEquals(await namesIn(folder.path), [`${DIGEST}.name`]);
  await removeUploadName(folder.path, DIGEST);
  await removeUploadName(folder.path, DIGEST);
  assertEquals(await namesIn(folder.path), []);
});

Deno.test("writeUploadName() shows no part of a name to who reads it meanwhile", async () => {
  await using folder = await makeFolder();
  // Longer than what is written at once.
  const name = `${"long ".repeat(1 << 16)}.csv`;
  const written = writeUploadName(folder.path, DIGEST, name);
  const seen = new Set<string | null>();
  let isDone = false;
  const watched = (async () => {
    while (!isDone) seen.add(await readUploadName(folder.path, DIGEST));
    seen.add(await readUploadName(folder.path, DIGEST));
  })();
  await written;
  isDone = true;
  await watched;
  seen.delete(null);
  assertEquals([...seen], [name]);
});

Deno.test("writeUploadName() leaves nothing where the name cannot be kept", async () => {
  await using folder = await makeFolder();
  await rejects(writeUploadName(folder.path, "no folder/of it", "a.csv"), Deno.errors.NotFound);
  assertEquals(await namesIn(folder.path), []);
});
