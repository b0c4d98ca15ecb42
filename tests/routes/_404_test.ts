import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Access } from "@/lib/workspace/access/contract.ts";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";
import { formOf, openPages } from "@/tests/helpers/site.ts";

/** Who shows a key or a token is the owner. */
const access = {
  who: () => Promise.resolve({ by: { type: "owner" }, role: "admin", scopes: null }),
} as unknown as Access; // the page asks for no more

const FILES = ["routes/index.tsx", "routes/notebooks/[notebook]/index.tsx"];

Deno.test("_404 says that nothing is there, and where to look", async () => {
  const fetchPage = await openSignedPages({}, ["routes/health.ts"]);
  for (const path of ["/none", "/notebooks", "/health/none"]) {
    const answer = await fetchPage(path);
    const html = await answer.text();
    assertIs(answer.status, 404, path);
    assertMatch(html, /<title>Not found · Daybook<\/title>/);
    assertMatch(html, /There is nothing at this address/);
    assertMatch(html, /<form method="get" action="\/" role="search">/);
    assertMatch(html, /<a href="\/">All notebooks<\/a>/);
  }
});

Deno.test("_404 tells programs in JSON", async () => {
  const fetchPage = await openSignedPages({ access }, ["routes/health.ts"]);
  const asked: [string, Record<string, string>][] = [
    ["/api/none", {}],
    ["/none", { Accept: "application/json" }],
    ["/none", { Accept: "application/problem+json" }],
    ["/none", { "X-API-Key": "one" }],
    ["/none", { Authorization: "Bearer one" }],
  ];
  for (const [path, headers] of asked) {
    const answer = await fetchPage(path, { headers });
    assertIs(answer.headers.get("Content-Type"), "application/problem+json");
    const { status, code } = await answer.json();
    assertEquals([answer.status, status, code], [404, 404, "NOT_FOUND"]);
  }
});

Deno.test("_404 tells readers of links nothing of the workspace", async () => {
  const fetchPage = await openPages({}, ["routes/health.ts"]);
  const answer = await fetchPage("/s/none/at/all");
  const html = await answer.text();
  assertIs(answer.status, 404);
  assertMatch(html, /There is nothing at this address/);
  assert(!html.includes("<a ") && !html.includes("<form"), html);
});

notebooksTest("_404 says that a notebook is unknown", async ({ notebooks }) => {
  const fetchPage = await openSignedPages({ notebooks }, FILES);
  for (const id of ["none", crypto.randomUUID(), "%3Cb%3E"]) {
    const answer = await fetchPage(`/notebooks/${id}`);
    const html = await answer.text();
    assertIs(answer.status, 404);
    assertMatch(html, /Cannot find the notebook/);
    assertMatch(html, /role="search"/);
    assert(!html.includes("<b>") && !html.includes("was deleted"), html);
  }
});

notebooksTest("_404 offers to bring a deleted notebook back", async ({ notebooks }) => {
  const fetchPage = await openSignedPages({ notebooks }, FILES);
  const { id } = await notebooks.create({ title: "Sales <of> shops" });
  await notebooks.remove({ id });
  const answer = await fetchPage(`/notebooks/${id}`);
  const html = await answer.text();
  assertIs(answer.status, 404);
  assertMatch(html, /<h1>Sales &lt;of> shops was deleted<\/h1>/);
  assertMatch(html, new RegExp(`name="id" value="${id}"`));
  const undone = await fetchPage("/", formOf({ do: "restore", id, open: "yes" }));
  assertEquals([undone.status, undone.headers.get("Location")], [303, `/notebooks/${id}`]);
  assertIs((await fetchPage(`/notebooks/${id}`)).status, 200);
});

notebooksTest("_404 tells of deleted notebooks only to who is signed in", async ({ notebooks }) => {
  const fetchPage = await openPages({ notebooks }, FILES);
  const { id } = await notebooks.create({ title: "Sales" });
  await notebooks.remove({ id });
  assertIs((await fetchPage(`/notebooks/${id}`)).status, 303);
});
