import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { compressionOf } from "@/lib/api/content_encoding.ts";
import { openProgram } from "@/tests/helpers/program.ts";

Deno.test("compressionOf() knows gzip by both of its names, and bodies as they are", () => {
  const compressions = ["gzip", " GZIP", "x-gzip", "identity", ""].map((encoding) =>
    compressionOf(new Request("http://a.test", { headers: { "Content-Encoding": encoding } }))
  );
  assertEquals(compressions, ["gzip", "gzip", "gzip", null, null]);
  assertEquals(compressionOf(new Request("http://a.test")), null);
});

Deno.test("refuseCompressed() has bodies of JSON and forms come as they are, and says so", async (t) => {
  const admit = () => Promise.resolve({ mostBytes: 5_000_000 });
  const ask = await openProgram({ sales: { admit, insight: () => Promise.reject(new Error()) } });
  const login = gzipSync(JSON.stringify({ email: "ann@example.org", password: "a password" }));
  const form = new FormData();
  form.append("file", new File(["date,amount\n2026-01-05,1\n"], "a.csv"));
  form.append("email", "ann@example.org");
  const cases: readonly (readonly [string, BodyInit, Readonly<Record<string, string>>])[] = [
    ["/api/auth/login", Uint8Array.from(login), { "Content-Type": "application/json" }],
    ["/api/v1/sales/insights", form, {}],
  ];
  for (const [path, body, headers] of cases) {
    await t.step(path, async () => {
      const answer = await ask(path, {
        method: "POST",
        body,
        headers: { ...headers, "Content-Encoding": "gzip", "Sec-Fetch-Site": "same-origin" },
      });
      const { status, code, detail, errors: [{ remedy }] } = await answer.json();
      assertEquals([answer.status, status, code], [415, 415, "UNSUPPORTED_FORMAT"]);
      assertMatch(detail, /its body must not be compressed: current value is "gzip"$/);
      assertMatch(remedy, /^Send it as it is/);
    });
  }
});
