import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { join } from "node:path";
import { AppError } from "@/lib/errors.ts";
import { createSealer, sealedKeyId, sealingKey } from "@/lib/crypto/sealing.ts";
import { SealedFiles } from "@/lib/ingest/events/sealed_files.ts";

const KEY = sealingKey(new Uint8Array(32).fill(7));

async function* bytesOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(new TextEncoder().encode(text));
}

async function withFiles(
  use: (files: SealedFiles, folder: string) => Promise<void>,
): Promise<void> {
  const base = await Deno.makeTempDir();
  try {
    const folder = join(base, "received");
    await use(new SealedFiles(folder, createSealer([KEY])), folder);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

async function keep(files: SealedFiles, bytes: AsyncIterable<Uint8Array>, limit: number) {
  return await (await files.arrive(bytes, limit)).keep();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
}

Deno.test("SealedFiles gives back what it kept, of which the disk shows nothing", () =>
  withFiles(async (files, folder) => {
    const { digest, bytes } = await keep(files, bytesOf("time,value\n", "2026-01-05,17\n"), 100);
    // 11 and 14 bytes.
    assertEquals(bytes, 25);
    const stream = await files.open(digest);
    assertEquals(await new Response(stream).text(), "time,value\n2026-01-05,17\n");
    const [name, ...others] = await namesIn(folder);
    assertEquals(others, []);
    const raw = await Deno.readFile(join(folder, name));
    assertEquals(sealedKeyId(raw), KEY.id);
    assert(!new TextDecoder("latin1").decode(raw).includes("2026"));
    assert(await files.has(digest));
    await files.remove(digest);
    assert(!await files.has(digest));
    await files.remove(digest);
    await assertRejects(files.open(digest), { code: "FILE_NOT_FOUND" });
  }));

Deno.test("SealedFiles keeps the same bytes once, and others apart", () =>
  withFiles(async (files, folder) => {
    const one = await keep(files, bytesOf("a", "b"), 10);
    const again = await keep(files, bytesOf("ab"), 10);
    const other = await keep(files, bytesOf("abc"), 10);
    assertEquals(again, one);
    assert(other.digest !== one.digest);
    assertEquals((await namesIn(folder)).length, 2);
  }));

Deno.test("SealedFiles keeps nothing of what is too long, empty or broken off", () =>
  withFiles(async (files, folder) => {
    await assertRejects(keep(files, bytesOf("ab", "c"), 2), { code: "FILE_TOO_LARGE" });
    await assertRejects(keep(files, bytesOf(), 2), { code: "EMPTY_BODY" });
    const broken = (async function* () {
      yield* bytesOf("a");
      throw new AppError("CANCELLED", "Cannot go on as a test says so");
    })();
    await assertRejects(keep(files, broken, 2), { code: "CANCELLED" });
    assertEquals(await namesIn(folder), []);
  }));

Deno.test("SealedFiles removes what a process that ended left in part", () =>
  withFiles(async (files, folder) => {
    await files.removePartial();
    const { digest } = await keep(files, bytesOf("a"), 2);
    await Deno.writeTextFile(join(folder, ".left"), "");
    await files.removePartial();
    assertEquals(await namesIn(folder), [`${digest}.sealed`]);
  }));
