import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";
import { formOf, ORIGIN } from "@/tests/helpers/site.ts";

const NAUGHTY = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

notebooksTest("GET / shows notebooks with hostile names as text", async ({ notebooks }) => {
  const fetchPage = await openSignedPages({ notebooks }, ["routes/index.tsx"]);
  await notebooks.create({ title: NAUGHTY });
  const path = `/?${new URLSearchParams({ deleted: NAUGHTY, title: NAUGHTY })}`;
  const html = (await (await fetchPage(path)).text())
    .replace(/<script type="[a-z/]+" (src|id)=[^>]*>/g, "");
  assert(!html.includes("<script") && !html.includes("<img"), html);
});

notebooksTest("POST / makes, renames, duplicates, deletes and restores", async ({ notebooks }) => {
  const fetchPage = await openSignedPages({ notebooks }, ["routes/index.tsx"]);
  const post = async (fields: Readonly<Record<string, string>>) => {
    const response = await fetchPage("/", formOf(fields));
    assertEquals(response.status, 303, await response.text());
    return response.headers.get("Location") ?? "";
  };
  const titles = async () => (await notebooks.list({})).map(({ title }) => title).sort();

  const id = (await post({ do: "create" })).replace("/notebooks/", "");
  await post({ do: "rename", id, title: "Sales", revision: "1" });
  assertEquals(await titles(), ["Sales"]);
  // A revision that is older than the newest is no reason to refuse a title.
  await post({ do: "rename", id, title: "Our sales", revision: "1" });
  assertEquals(await titles(), ["Our sales"]);
  await post({ do: "duplicate", id });
  assertEquals((await titles()).length, 2);
  const undo = await post({ do: "delete", id, title: "Our sales" });
  assertEquals(undo, `/?deleted=${id}&title=Our+sales`);
  assertEquals((await titles()).length, 1);
  assert((await (await fetchPage(undo)).text()).includes('value="restore"'));
  await post({ do: "restore", id });
  assertEquals((await titles()).length, 2);
});

notebooksTest("POST / imports a notebook file, which is a stranger's", async ({ notebooks }) => {
  const fetchPage = await openSignedPages({ notebooks }, ["routes/index.tsx"]);
  const body = new FormData();
  body.set("do", "import");
  body.set("file", new File(["```load orders\nfile: a.csv\n```\n"], "Their sales.md"));
  const response = await fetchPage("/", {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin", "Origin": ORIGIN },
    body,
  });
  const id = response.headers.get("Location")?.replace("/notebooks/", "") ?? "";
  const view = await notebooks.open({ id, parameters: {} });
  assertEquals([view.title, view.waitsForGrants], ["Their sales", true]);
});
