import { match as assertMatch, ok as assert } from "node:assert/strict";

const WORKFLOWS = new URL("../../.github/workflows/", import.meta.url);

Deno.test("every action of a workflow is pinned by its digest", async () => {
  let actions = 0;
  for await (const { name } of Deno.readDir(WORKFLOWS)) {
    const text = await Deno.readTextFile(new URL(name, WORKFLOWS));
    for (const [, action] of text.matchAll(/^\s*-?\s*uses:\s*(\S+)/gm)) {
      assertMatch(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/, `${name}: ${action}`);
      actions++;
    }
  }
  assert(actions > 0);
});
