import { deepStrictEqual, equal, throws } from "node:assert/strict";
import { parseEmbedHosts } from "@/lib/share/embed_hosts.ts";

Deno.test("parseEmbedHosts() gives origins, each once", () => {
  deepStrictEqual(
    parseEmbedHosts([
      "https://wiki.example.org",
      " https://WIKI.example.org/ ",
      "https://wiki.example.org:443",
      "http://127.0.0.1:8080",
      "https://[::1]:8443",
      "https://müller.example",
    ]),
    [
      "https://wiki.example.org",
      "http://127.0.0.1:8080",
      "https://[::1]:8443",
      "https://xn--mller-kva.example",
    ],
  );
  deepStrictEqual(parseEmbedHosts([]), []);
});

Deno.test("parseEmbedHosts() refuses what is more or less than a host", async (t) => {
  const wrong = [
    "",
    "wiki.example.org",
    "*",
    "https://*.example.org",
    "https://",
    "https:",
    "data:text/html,x",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ftp://example.org",
    "https://example.org/page",
    "https://example.org/?a",
    "https://example.org/#a",
    "https://user@example.org",
    "https://user:word@example.org",
    "https://example.org https://evil.example",
    "https://example.org;script-src *",
    "https://example.org'none'",
    "https://example.org,evil.example",
    "https://example.org\nX-Header: 1",
  ];
  for (const text of wrong) {
    await t.step(JSON.stringify(text), () => {
      throws(() => parseEmbedHosts([text]), { code: "BAD_PARAMETER" });
    });
  }
});

Deno.test("parseEmbedHosts() takes at most 20", () => {
  const hosts = Array.from({ length: 21 }, (_, index) => `https://host${index}.example`);
  equal(parseEmbedHosts(hosts.slice(1)).length, 20);
  throws(() => parseEmbedHosts(hosts), { code: "BAD_PARAMETER" });
});
