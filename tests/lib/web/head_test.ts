import { strictEqual as assertIs } from "node:assert/strict";
import { lastOfEach } from "@/lib/web/head.ts";

Deno.test("lastOfEach() keeps the last of what says the same", () => {
  const html = '<title>a</title><meta name="x" content="1"><meta name="y" content="2">' +
    '<title>b</title><meta content="3" name="x"/>';
  assertIs(
    lastOfEach(html),
    '<title>b</title><meta content="3" name="x"/><meta name="y" content="2">',
  );
});

Deno.test("lastOfEach() is not misled by what a title or an attribute says", () => {
  // A title's `<` is always escaped; a `>` in an attribute is not.
  assertIs(
    lastOfEach('<title>&lt;/title>&lt;meta name="x"></title><meta name="a>b" content="1>2">'),
    '<title>&lt;/title>&lt;meta name="x"></title><meta name="a>b" content="1>2">',
  );
});

Deno.test("lastOfEach() keeps links to several addresses", () => {
  const html = '<link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="/b.css">';
  assertIs(lastOfEach(html), html);
});
