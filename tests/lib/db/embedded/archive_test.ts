import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { packDirectory, unpackDirectory } from "@/lib/db/embedded/archive.ts";
import { makeEmbeddedPlace } from "@/tests/helpers/embedded_place.ts";

Deno.test("unpackDirectory() makes what packDirectory() was given", async () => {
  await using place = await makeEmbeddedPlace();
  const { dataDirectory: root } = place.config;
  await Deno.mkdir(`${root}/from/a/b`, { recursive: true });
  await Deno.mkdir(`${root}/from/empty`);
  await Deno.writeFile(`${root}/from/a/b/bytes`, Uint8Array.of(10, 0, 255));
  await Deno.writeTextFile(`${root}/from/nothing`, "");
  await unpackDirectory(await packDirectory(`${root}/from`), `${root}/to`);
  assertEquals(await Deno.readFile(`${root}/to/a/b/bytes`), Uint8Array.of(10, 0, 255));
  assertEquals(await Deno.readTextFile(`${root}/to/nothing`), "");
  const names = await Array.fromAsync(Deno.readDir(`${root}/to`), ({ name }) => name);
  assertEquals(names.sort(), ["a", "empty", "nothing"]);
});
