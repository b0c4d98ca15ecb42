import assert, { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { keepBytes, openKept, PartialFile, removeKept } from "@/lib/ingest/kept_file.ts";
import { readUploadName } from "@/lib/upload_name.ts";
import { makeFolder } from "@/tests/helpers/command.ts";

const { signal } = new AbortController();
const OPTIONS = { limitBytes: 100, signal };

async function* texts(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield new TextEncoder().encode(part);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("PartialFile goes on with what is there, and is kept by its digest", async () => {
  await using folder = await makeFolder();
  const first = await PartialFile.open(folder.path, "a");
  await first.append(texts("ab", "c"), OPTIONS);
  const again = await PartialFile.open(folder.path, "a");
  assert.equal(again.received, 3);
  await again.append(texts("def"), OPTIONS);
  const digest = await again.keep("letters.csv");
  assert.equal(digest, digestOf("abcdef"));
  assertEquals(namesIn(folder.path), [digest, `${digest}.name`]);
  assert.equal(await readUploadName(folder.path, digest), "letters.csv");
  assert.equal(await new Response(await openKept(folder.path, digest)).text(), "abcdef");
  await removeKept(folder.path, digest);
  assertEquals(namesIn(folder.path), []);
  await removeKept(folder.path, digest);
  await rejects(openKept(folder.path, digest), { code: "FILE_NOT_FOUND" });
});

Deno.test("PartialFile lets no other user of the machine read", async () => {
  await using folder = await makeFolder();
  const shared = `${folder.path}/shared`;
  await Deno.mkdir(shared, { mode: 0o755 });
  const uploads = `${shared}/uploads`;
  const partial = await PartialFile.open(uploads, "a");
  await partial.append(texts("abc"), OPTIONS);
  const digest = await partial.keep("letters.csv");
  for (const path of [uploads, `${uploads}/${digest}`, `${uploads}/${digest}.name`]) {
    assert.equal((Deno.statSync(path).mode ?? 0) & 0o077, 0, path);
  }
});

Deno.test("PartialFile keeps what came before an end that was not wanted", async (t) => {
  await using folder = await makeFolder();
  await t.step("too many bytes", async () => {
    const partial = await PartialFile.open(folder.path, "a");
    const appended = partial.append(texts("abc", "d"), { limitBytes: 3, signal });
    await rejects(appended, { code: "FILE_TOO_LARGE" });
    assert.equal((await PartialFile.open(folder.path, "a")).received, 3);
  });
  await t.step("a sender that fails", async () => {
    const partial = await PartialFile.open(folder.path, "b");
    const failing = async function* () {
      yield* texts("ab");
      throw new Error("Lost");
    };
    await rejects(partial.append(failing(), OPTIONS), { message: "Lost" });
    assert.equal((await PartialFile.open(folder.path, "b")).received, 2);
  });
  await t.step("a sender that says nothing more", async () => {
    const partial = await PartialFile.open(folder.path, "c");
    const stop = new AbortController();
    const silent = async function* () {
      yield* texts("ab");
      stop.abort(new Error("Enough"));
      await new Promise(() => {});
    };
    const appended = partial.append(silent(), { limitBytes: 9, signal: stop.signal });
    await rejects(appended, { message: "Enough" });
    assert.equal((await PartialFile.open(folder.path, "c")).received, 2);
  });
});

Deno.test("keepBytes() keeps all bytes or none", async () => {
  await using folder = await makeFolder();
  const failing = async function* () {
    yield* texts("ab");
    throw new Error("Lost");
  };
  const options = { folder: folder.path, name: "a.csv", signal };
  await rejects(keepBytes(failing(), options), { message: "Lost" });
  assertEquals(namesIn(folder.path), []);
  assert.equal(await keepBytes(texts("ab"), options), digestOf("ab"));
});
