import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { join } from "node:path";
import { openSealer } from "@/lib/crypto/open_sealer.ts";
import type { Sealer } from "@/lib/crypto/sealing.ts";

const NONE = { current: null, previous: [] };
const FIRST = "pkXr0v3yBq8sYt1mZc7WfLh2dN5aGj9u";
const SECOND = "Vb0nXz6cMk2jHg8fDs4aQw1eRt5yUi9o";

async function seal(sealer: Sealer): Promise<readonly Uint8Array[]> {
  const plain = (async function* () {
    yield await Promise.resolve(Uint8Array.of(1, 2, 3));
  })();
  return await Array.fromAsync(sealer.seal(plain));
}

async function open(sealer: Sealer, sealed: readonly Uint8Array[]): Promise<readonly number[]> {
  const chunks = (async function* () {
    for (const chunk of sealed) yield await Promise.resolve(chunk);
  })();
  return (await Array.fromAsync(sealer.open(chunks))).flatMap((bytes) => [...bytes]);
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openSealer() makes a key where none is set, and keeps it for its owner alone", () =>
  withFolder(async (folder) => {
    const inner = join(folder, "data");
    const sealed = await seal(await openSealer(NONE, inner));
    assertEquals(await open(await openSealer(NONE, inner), sealed), [1, 2, 3]);
    if (Deno.build.os !== "windows") {
      assertEquals((await Deno.stat(join(inner, "sealing.key"))).mode! & 0o777, 0o600);
    }
    // A key that is set later seals, and the kept one still opens.
    const later = await openSealer({ current: FIRST, previous: [] }, inner);
    assertEquals(await open(later, sealed), [1, 2, 3]);
    await assertRejects(open(await openSealer(NONE, inner), await seal(later)), {
      code: "BAD_SETTING",
    });
  }));

Deno.test("openSealer() seals with the key that is set, and opens with those before it", () =>
  withFolder(async (folder) => {
    const before = await openSealer({ current: FIRST, previous: [] }, folder);
    const sealed = await seal(before);
    const now = await openSealer({ current: SECOND, previous: [FIRST] }, folder);
    assertEquals(await open(now, sealed), [1, 2, 3]);
    await assertRejects(open(await openSealer({ current: SECOND, previous: [] }, folder), sealed), {
      code: "BAD_SETTING",
    });
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));
