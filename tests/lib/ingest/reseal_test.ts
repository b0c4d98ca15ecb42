import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { join } from "node:path";
import { createSealer, sealedKeyId, sealingKey } from "@/lib/crypto/sealing.ts";
import { AppError } from "@/lib/errors.ts";
import { SealedFiles } from "@/lib/ingest/events/sealed_files.ts";
import { resealFiles } from "@/lib/ingest/reseal.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import { createLog } from "@/lib/log.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeFolder } from "@/tests/helpers/command.ts";

const OLD = sealingKey(new Uint8Array(32).fill(1));
const NEW = sealingKey(new Uint8Array(32).fill(2));
const NEVER = new AbortController().signal;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

async function keep(folder: string, key: typeof OLD, text: string): Promise<string> {
  const files = new SealedFiles(folder, createSealer([key]));
  return (await (await files.arrive(bytesOf(text), 1e9)).keep()).digest;
}

async function read(folder: string, key: typeof OLD, digest: string): Promise<string> {
  return await new Response(await new SealedFiles(folder, createSealer([key])).open(digest)).text();
}

async function keysIn(folder: string): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    found.push(sealedKeyId(await Deno.readFile(join(folder, name))));
  }
  return found.sort();
}

Deno.test("resealFiles() seals anew what an earlier key sealed, in its own place", async () => {
  await using folder = await makeFolder();
  // Longer than two chunks, so that it is read in pieces.
  const text = "day,value\n".repeat(80_000);
  const digest = await keep(folder.path, OLD, text);
  const fresh = await keep(folder.path, NEW, "new");
  // It is kept for some days after it came, and no longer.
  const came = new Date("2026-01-05T12:00:00Z");
  const path = join(folder.path, `${digest}.sealed`);
  await Deno.utime(path, came, came);
  const sealer = createSealer([NEW, OLD]);
  assertEquals(await resealFiles(folder.path, sealer, NEVER), { resealed: 1, kept: 1, failed: [] });
  assertEquals((await Deno.stat(path)).mtime, came);
  assertEquals(await keysIn(folder.path), [NEW.id, NEW.id]);
  assertIs(await read(folder.path, NEW, digest), text);
  assertIs(await read(folder.path, NEW, fresh), "new");
  assertEquals(await resealFiles(folder.path, sealer, NEVER), { resealed: 0, kept: 2, failed: [] });
});

Deno.test("resealFiles() lets who reads a file read it to its end", async () => {
  await using folder = await makeFolder();
  const text = "day,value\n".repeat(80_000);
  const digest = await keep(folder.path, OLD, text);
  const reading = await new SealedFiles(folder.path, createSealer([NEW, OLD])).open(digest);
  const reader = reading.getReader();
  const first = (await reader.read()).value ?? new Uint8Array();
  await resealFiles(folder.path, createSealer([NEW, OLD]), NEVER);
  let length = first.length;
  for (let next; !(next = await reader.read()).done;) length += next.value.length;
  assertIs(length, text.length);
});

Deno.test("resealFiles() goes on where it was interrupted, and leaves nothing half done", async () => {
  await using folder = await makeFolder();
  for (const text of ["one", "two", "three"]) await keep(folder.path, OLD, text);
  const controller = new AbortController();
  const sealer = createSealer([NEW, OLD]);
  let sealed = 0;
  const interrupted = {
    ...sealer,
    seal(plain: AsyncIterable<Uint8Array>) {
      if (++sealed === 2) controller.abort(new AppError("CANCELLED", "Cancelled"));
      return sealer.seal(plain);
    },
  };
  await assertRejects(() => resealFiles(folder.path, interrupted, controller.signal), {
    code: "CANCELLED",
  });
  assertEquals(await keysIn(folder.path), [OLD.id, OLD.id, NEW.id].sort());
  // One that was killed could not remove what it had begun.
  await Deno.writeTextFile(join(folder.path, ".reseal-left-over"), "half");
  assertEquals(await resealFiles(folder.path, sealer, NEVER), { resealed: 2, kept: 1, failed: [] });
  assertEquals(await keysIn(folder.path), [NEW.id, NEW.id, NEW.id]);
});

Deno.test("resealFiles() leaves what does not open as it is, and seals the others", async () => {
  await using folder = await makeFolder();
  const lost = sealingKey(new Uint8Array(32).fill(3));
  const digest = await keep(folder.path, lost, "lost");
  await keep(folder.path, OLD, "found");
  const { resealed, failed } = await resealFiles(folder.path, createSealer([NEW, OLD]), NEVER);
  assertIs(resealed, 1);
  assertEquals(
    failed.map(({ name, error }) => [name, error instanceof AppError && error.code]),
    [[`${digest}.sealed`, "BAD_SETTING"]],
  );
  assertIs(await read(folder.path, lost, digest), "lost");
});

Deno.test("resealFiles() finds nothing to do where nothing was received", async () => {
  const sealer = createSealer([NEW]);
  assertEquals(await resealFiles("/nowhere/at/all", sealer, NEVER), {
    resealed: 0,
    kept: 0,
    failed: [],
  });
});

databaseTest(
  "resealFiles() seals raw events while they are served, and then the old key can go",
  async (database) => {
    await using folder = await makeFolder();
    const { openSealer } = await import("@/lib/crypto/open_sealer.ts");
    const old = "old 8fJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT";
    const fresh = "new 8fJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT";
    const log = createLog({ level: "error", write() {} });
    const open = (current: string, previous: readonly string[]) =>
      createEvents({
        database,
        config: {
          dataDirectory: folder.path,
          keys: { current, previous },
          maxFileBytes: null,
          maxRows: null,
          receivedMaxDays: 90,
        },
        log,
      });
    const asked = {
      source: "shop",
      mode: "strict",
      dateOrder: null,
      zone: null,
      format: "csv",
      name: "events",
    } as const;
    let batch: string;
    {
      await using events = await open(old, []);
      const told = await events.ingest(
        { ...asked, corrects: null },
        bytesOf("time,value\n2026-01-01,5\n"),
      );
      assertIs(told.inserted, 1);
      [{ id: batch }] = (await events.batches({ limit: 1, after: null })).items;
    }
    {
      await using events = await open(fresh, [old]);
      const sealer = await openSealer({ current: fresh, previous: [old] }, folder.path);
      const [resealed, replayed] = await Promise.all([
        resealFiles(join(folder.path, "received"), sealer, NEVER),
        events.replay({ batch }),
      ]);
      assertIs(resealed.resealed, 1);
      assertEquals([replayed.inserted, replayed.duplicates], [0, 1]);
    }
    await using events = await open(fresh, []);
    const { inserted, duplicates } = await events.replay({ batch });
    assertEquals([inserted, duplicates], [0, 1]);
  },
);
