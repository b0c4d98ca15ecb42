/**
 * Every notebook of the project gives the same results on both databases.
 *
 * It runs once, in the round on a server: there an embedded database is to be had beside it.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { databaseKind, makePlace } from "@/tests/helpers/database.ts";
import { makeEmbeddedPlace } from "@/tests/helpers/embedded_place.ts";
import { runNotebookAt } from "@/tests/helpers/notebook_file.ts";

const NOTEBOOKS = new URL("../../notebooks/", import.meta.url);

if (databaseKind === "server") {
  Deno.test("notebooks/ give the same results.json on both databases", async (t) => {
    const names = await Array.fromAsync(Deno.readDir(NOTEBOOKS), ({ name }) => name);
    const notebooks = names.filter((name) => name.endsWith(".md")).sort();
    assert(notebooks.length > 0);
    for (const name of notebooks) {
      await t.step(name, async () => {
        await using onServer = await makePlace();
        await using embedded = await makeEmbeddedPlace();
        const theirs = await runNotebookAt(onServer.config, `notebooks/${name}`);
        const ours = await runNotebookAt(embedded.config, `notebooks/${name}`);
        // What a run took and when is all that may differ.
        assertEquals({ ...ours.results, run: null }, { ...theirs.results, run: null });
      });
    }
  });
}
