import { ok as assert } from "node:assert/strict";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";
import { openPages } from "@/tests/helpers/site.ts";

Deno.test("_layout gives the keys to every page of the workspace, and to nobody else", async () => {
  const signed = await openSignedPages({}, ["routes/sign-in.tsx"]);
  const strange = await openPages({}, ["routes/sign-in.tsx"]);
  const textOf = async (answer: Promise<Response>) => await (await answer).text();
  assert((await textOf(signed("/none"))).includes("CommandPalette"));
  assert(!(await textOf(signed("/s/none"))).includes("CommandPalette"));
  assert(!(await textOf(strange("/sign-in"))).includes("CommandPalette"));
});
