import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { brotliDecompressSync } from "node:zlib";
import { openFiles } from "@/lib/web/files.ts";

const FILES = { folder: "tests/fixtures/web/static", path: "/", hashed: false } as const;

const FOR_GOOD = "public, max-age=31536000, immutable";

function request(path: string, init?: RequestInit): Request {
  return new Request(`http://127.0.0.1${path}`, init);
}

Deno.test("openFiles() lets browsers keep what they ask for by its digest", async () => {
  const files = await openFiles(FILES);
  const address = files.addresses.get("/page.css");
  assertMatch(String(address), /^\/page\.css\?v=[\w-]{16}$/);
  const kept = files.answer(request(String(address)));
  assertIs(kept?.headers.get("Cache-Control"), FOR_GOOD);
  assertIs(kept?.headers.get("Content-Type"), "text/css; charset=utf-8");
  assertIs(kept?.headers.get("X-Content-Type-Options"), "nosniff");
  const plain = files.answer(request("/page.css"));
  assertIs(plain?.headers.get("Cache-Control"), "no-cache");
  assertIs(files.answer(request("/page.css?v=old"))?.headers.get("Cache-Control"), "no-cache");
});

Deno.test("openFiles() gives style sheets the addresses of what they name", async () => {
  const files = await openFiles(FILES);
  const css = await files.answer(request("/page.css"))?.text();
  const icon = files.addresses.get("/icons/dot.svg");
  assertEquals(css?.trim(), `.dot{background:url("${icon}")}.none{background:url("/none.png")}`);
});

Deno.test("openFiles() answers 304 where the browser has the file", async () => {
  const files = await openFiles(FILES);
  const tag = files.answer(request("/page.css"))?.headers.get("ETag") ?? "";
  const again = files.answer(request("/page.css", { headers: { "If-None-Match": tag } }));
  assertEquals([again?.status, await again?.text()], [304, ""]);
  const weak = { "If-None-Match": `"other", W/${tag}` };
  assertIs(files.answer(request("/page.css", { headers: weak }))?.status, 304);
});

Deno.test("openFiles() sends text by Brotli to whoever takes it, and nothing else", async () => {
  const files = await openFiles(FILES);
  const ask = (path: string, taken: string) =>
    files.answer(request(path, { headers: { "Accept-Encoding": taken } }));
  const plain = files.answer(request("/page.css"));
  const short = ask("/page.css", "gzip, br;q=0.9");
  assertIs(short?.headers.get("Content-Encoding"), "br");
  assertIs(short?.headers.get("Vary"), "Accept-Encoding");
  assertIs(plain?.headers.get("Vary"), "Accept-Encoding");
  assert(short?.headers.get("ETag") !== plain?.headers.get("ETag"));
  const sent = new Uint8Array(await short?.arrayBuffer() ?? new ArrayBuffer());
  assertIs(brotliDecompressSync(sent).toString(), await plain?.text());
  for (const taken of ["gzip", "br;q=0", "brotli", "gzip;q=1, br;q=0.0"]) {
    assertIs(ask("/page.css", taken)?.headers.get("Content-Encoding"), null, taken);
  }
});

Deno.test("openFiles() lets browsers keep files whose names hold digests", async () => {
  const files = await openFiles({ ...FILES, path: "/assets/", hashed: true });
  const found = files.answer(request("/assets/page.css"));
  assertIs(found?.headers.get("Cache-Control"), FOR_GOOD);
});

Deno.test("openFiles() answers nothing but its own files, and only who reads", async () => {
  const files = await openFiles(FILES);
  const paths = [
    "/",
    "/none.css",
    "/icons",
    "/icons/",
    "/../files.ts",
    "/%2e%2e/files.ts",
    "//page.css",
  ];
  for (const path of paths) assertIs(files.answer(request(path)), null, path);
  assertIs(files.answer(request("/page.css", { method: "POST" })), null);
  assert(files.answer(request("/page.css", { method: "HEAD" })) !== null);
});

Deno.test("openFiles() has no files where there is no folder", async () => {
  const files = await openFiles({ ...FILES, folder: "tests/fixtures/web/none" });
  assertIs(files.addresses.size, 0);
});
