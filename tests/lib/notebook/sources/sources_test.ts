import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { createSources } from "@/lib/notebook/sources/sources.ts";
import { loadParameters } from "@/lib/steps/load/parameters.ts";
import { openSource } from "@/lib/steps/load/source.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import { type Folder, makeFolder } from "@/tests/helpers/command.ts";

function sourcesIn(folder: Folder, input: string | null = null) {
  return createSources({
    folders: [folder.path],
    connections: new Map(),
    temporary: `${folder.path}/tmp`,
    uploads: `${folder.path}/uploads`,
    rowLimit: null,
  }, input);
}

function contextOf(sources: Sources) {
  return { cell: "orders", sources, signal: new AbortController().signal };
}

const FILE = loadParameters.parse({ file: "a.csv" });

Deno.test("createSources() puts an input in the place of whatever a cell names", async (t) => {
  await using folder = await makeFolder();
  const path = await folder.write("input.csv", "a\n1\n");
  const named = {
    "a file": { file: "a.csv" },
    "an upload": { upload: "0".repeat(64) },
    "rows in the notebook": { inline: "a\n2\n3\n" },
    "a connection": { connection: "shop", table: "orders" },
  };
  for (const [name, body] of Object.entries(named)) {
    await t.step(name, async () => {
      const context = contextOf(sourcesIn(folder, path));
      assertEquals((await openSource(loadParameters.parse(body), context)).name, "input.csv");
    });
  }
});

Deno.test("createSources() refuses what is no file without waiting for it", async (t) => {
  await using folder = await makeFolder();
  const inputOf = (path: string) => contextOf(sourcesIn(folder, path));
  await t.step(
    "a folder",
    () => assertRejects(openSource(FILE, inputOf(folder.path)), { code: "BAD_FILE" }),
  );
  await t.step({
    name: "a device that never ends",
    ignore: Deno.build.os === "windows",
    fn: () => assertRejects(openSource(FILE, inputOf("/dev/zero")), { code: "BAD_FILE" }),
  });
});
