import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { letterPage, link, markup } from "@/lib/deliver/mail/html.ts";

Deno.test("markup() escapes what it is filled with, but not HTML of its own", () => {
  const name = `<img src=x onerror="alert('1')">&`;
  const escaped = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;";
  assertEquals(
    markup`<b title="${name}">${markup`<i>${name}</i>`}</b>`.html,
    `<b title="${escaped}"><i>${escaped}</i></b>`,
  );
  assertEquals(markup`${[markup`a`, markup`<br>`]}`.html, "a<br>");
  assertEquals(markup`${"a\0\ud800"}`.html, "a\ufffd");
});

Deno.test("letterPage() is a whole page that fetches nothing", () => {
  const page = letterPage("A & B", [
    markup`<p>${link("https://daybook.example.org/?a=1&b=2")}</p>`,
  ]);
  assert(page.startsWith("<!doctype html>\n<html"));
  assert(page.includes("<title>A &amp; B</title>"));
  assert(page.includes('href="https://daybook.example.org/?a=1&amp;b=2"'));
  assertEquals(page.match(/<(?:script|link|style|iframe|img)|url\(|@import/g), null);
});
