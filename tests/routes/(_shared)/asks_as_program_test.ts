import { strictEqual as assertIs } from "node:assert/strict";
import { asksAsProgram } from "@/routes/(_shared)/asks_as_program.ts";

Deno.test("asksAsProgram() tells programs from browsers", async (t) => {
  const cases: [path: string, headers: Record<string, string>, asks: boolean][] = [
    ["/notebooks", {}, false],
    ["/notebooks", { Accept: "text/html,application/json" }, false],
    ["/notebooks", { Cookie: "daybook_session=one" }, false],
    ["/notebooks", { Accept: "application/json" }, true],
    ["/notebooks", { Accept: "application/problem+json, */*" }, true],
    ["/notebooks", { Accept: "application/json-seq" }, false],
    ["/notebooks", { "X-API-Key": "one" }, true],
    ["/notebooks", { Authorization: "Bearer one" }, true],
    ["/api", {}, true],
    ["/api/none", { Accept: "text/html" }, true],
    ["/apiary", {}, false],
    ["/health/ready", {}, true],
    ["/health/none", {}, false],
    ["/metrics", {}, true],
    ["/openapi.json", {}, true],
  ];
  for (const [path, headers, asks] of cases) {
    await t.step(`${path} ${JSON.stringify(headers)}`, () => {
      const url = new URL(path, "http://127.0.0.1:8000");
      assertIs(asksAsProgram(new Request(url, { headers }), url), asks);
    });
  }
});
