import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createBundler } from "@/lib/web/bundle/bundle.ts";
import { isUpToDate, readManifest } from "@/lib/web/bundle/manifest.ts";
import { SITE, type SiteFiles } from "@/lib/web/site_files.ts";

const PROJECT = new URL("../../../../", import.meta.url);
const FIXTURES = "tests/fixtures/web/islands";

/** The base script, with all that it imports, may have so many bytes with gzip. */
const BASE_BYTES = 15 * 1024;

/** A shared notebook that is read, with live charts. */
const READING_BYTES = 130 * 1024;

/** A site whose bundles go to a folder of its own, which goes away. */
async function makeSite(changes: Partial<SiteFiles> = {}) {
  const build = `build/test-${crypto.randomUUID()}`;
  await Deno.mkdir(new URL("build", PROJECT), { recursive: true });
  return {
    site: { ...SITE, islands: FIXTURES, build, ...changes },
    [Symbol.asyncDispose]: () => Deno.remove(new URL(build, PROJECT), { recursive: true }),
  };
}

async function built(site: SiteFiles) {
  await using bundler = createBundler(site);
  await bundler.build();
  const manifest = await readManifest(site);
  assert(manifest !== null);
  return manifest;
}

/** Returns what fetching a bundle and all that it imports at once takes, with gzip. */
async function gzippedBytes(site: SiteFiles, addresses: Iterable<string>): Promise<number> {
  let total = 0;
  for (const address of new Set(addresses)) {
    const file = new URL(address.replace("/assets/", `${site.build}/assets/`), PROJECT);
    total += gzipSync(await Deno.readFile(file)).byteLength;
  }
  return total;
}

Deno.test("createBundler() builds a chunk an island, with hashed names, and what they share apart", async () => {
  await using made = await makeSite();
  const { scripts } = await built(made.site);
  assertEquals(
    Object.keys(scripts.islands),
    ["Counter", "Failing", "Note", "Panel"].map((name) => `${FIXTURES}/${name}.tsx`),
  );
  const addresses = [scripts.base, ...Object.values(scripts.islands)];
  for (const address of addresses) assertMatch(address, /^\/assets\/\w+-[A-Z0-9]{8}\.js$/);
  // Preact is in what all of them import, so it is loaded once.
  const shared = scripts.imports[scripts.base];
  assert(shared.length > 0);
  const panel = scripts.imports[scripts.islands[`${FIXTURES}/Panel.tsx`]];
  assert(panel.some((address) => shared.includes(address)));
  assertEquals(scripts.everywhere, []);
});

Deno.test("createBundler() names bundles by their content, and removes the old ones", async () => {
  await using made = await makeSite();
  const first = await built(made.site);
  const stray = new URL(`${made.site.build}/assets/Old-12345678.js`, PROJECT);
  await Deno.writeTextFile(stray, "");
  const second = await built(made.site);
  assertEquals(second, first);
  await assertRejects(Deno.stat(stray), Deno.errors.NotFound);
});

Deno.test("createBundler() keeps the base script of every page within 15 KB with gzip", async () => {
  await using made = await makeSite({ islands: SITE.islands });
  const { scripts } = await built(made.site);
  const bytes = await gzippedBytes(made.site, [scripts.base, ...scripts.imports[scripts.base]]);
  assert(bytes <= BASE_BYTES, `${bytes} bytes`);
  // What is loaded on demand (the editor, live charts) is not among what a chunk imports at once.
  for (const [file, address] of Object.entries(scripts.islands)) {
    const needed = [
      scripts.base,
      address,
      ...scripts.imports[scripts.base],
      ...scripts.imports[address],
    ];
    const bytes = await gzippedBytes(made.site, needed);
    assert(bytes <= READING_BYTES, `${file}: ${bytes} bytes`);
  }
});

Deno.test("isUpToDate() tells whether what went in is as it was", async () => {
  const islands = `build/islands-${crypto.randomUUID()}`;
  await Deno.mkdir(new URL(islands, PROJECT), { recursive: true });
  const island = new URL(`${islands}/One.tsx`, PROJECT);
  const part = new URL(`${islands}/part.ts`, PROJECT);
  const text = `import { part } from "./part.ts";\nexport default () => <p>{part}</p>;\n`;
  await using made = await makeSite({ islands });
  const { site } = made;
  await Deno.writeTextFile(island, text);
  await Deno.writeTextFile(part, "export const part = 1;\n");
  assertEquals(await isUpToDate(site), false);
  await built(site);
  assertEquals(await isUpToDate(site), true);
  await Deno.writeTextFile(part, "export const part = 2;\n");
  assertEquals(await isUpToDate(site), false);
  await built(site);
  await Deno.writeTextFile(new URL(`${islands}/Two.tsx`, PROJECT), text);
  assertEquals(await isUpToDate(site), false);
  await Deno.remove(new URL(islands, PROJECT), { recursive: true });
});

Deno.test("isUpToDate() tells whether what came out is there, whole, and ours", async (t) => {
  await using made = await makeSite();
  const { site } = made;
  const bundle = (address: string) =>
    new URL(address.replace("/assets/", `${site.build}/assets/`), PROJECT);
  const manifest = new URL(`${site.build}/manifest.json`, PROJECT);
  const cases: [string, (address: string) => Promise<void>][] = [
    ["a bundle is gone", (address) => Deno.remove(bundle(address))],
    ["a bundle is cut", (address) => Deno.truncate(fileURLToPath(bundle(address)), 100)],
    ["the manifest is cut", () => Deno.truncate(fileURLToPath(manifest), 100)],
    ["the manifest is another program's", () => Deno.writeTextFile(manifest, `{"version":3}`)],
    ["the manifest is no object", () => Deno.writeTextFile(manifest, "null")],
  ];
  for (const [name, harm] of cases) {
    await t.step(name, async () => {
      const { scripts } = await built(site);
      assertEquals(await isUpToDate(site), true);
      await harm(scripts.base);
      assertEquals(await isUpToDate(site), false);
    });
  }
});

Deno.test("createBundler() builds the same folder many times at once", async () => {
  await using made = await makeSite();
  const all = await Promise.all([1, 2, 3].map(() => built(made.site)));
  assertEquals(all, [all[0], all[0], all[0]]);
  assertEquals(await isUpToDate(made.site), true);
  const left = await Array.fromAsync(Deno.readDir(new URL(made.site.build, PROJECT)));
  assertEquals(left.map(({ name }) => name).sort(), ["assets", "manifest.json"]);
});

Deno.test("createBundler() tells which file is wrong", async () => {
  const islands = `build/islands-${crypto.randomUUID()}`;
  await Deno.mkdir(new URL(islands, PROJECT), { recursive: true });
  await Deno.writeTextFile(new URL(`${islands}/Wrong.tsx`, PROJECT), "export default <p>;");
  await using made = await makeSite({ islands });
  await using bundler = createBundler(made.site);
  await assertRejects(bundler.build(), /Wrong\.tsx:1/);
  await Deno.writeTextFile(
    new URL(`${islands}/Wrong.tsx`, PROJECT),
    "export default () => <p>right</p>;",
  );
  await bundler.build();
  await Deno.remove(new URL(islands, PROJECT), { recursive: true });
});
