import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import type { Access } from "@/lib/workspace/access/contract.ts";
import { openPages } from "@/tests/helpers/site.ts";

/** Knows no key and no token. */
const NOBODY_KNOWN = { who: () => Promise.resolve(null) } as unknown as Access; // what this asks

Deno.test("refuseShown() says that what a program shows is wrong, and where a key goes", async (t) => {
  const strange = await openPages({ access: NOBODY_KNOWN }, ["routes/api/[...path].ts"]);
  const cases: [headers: Record<string, string>, detail: RegExp, remedy: string | undefined][] = [
    [{}, /somebody must be signed in$/, undefined],
    [{ "X-API-Key": "wrong" }, /the key in X-API-Key must be known: it is wrong/, undefined],
    [
      { Authorization: "Bearer dbk_1" },
      /the token in Authorization must be known/,
      "Send a key as X-API-Key; a token comes from POST /api/auth/login",
    ],
  ];
  for (const [headers, detail, remedy] of cases) {
    await t.step(JSON.stringify(headers), async () => {
      const answer = await strange("/api/sources", { headers });
      const told = await answer.json();
      assertEquals([answer.status, told.code], [401, "NOT_SIGNED_IN"]);
      match(told.detail, detail);
      assertEquals(told.errors[0]?.remedy, remedy);
    });
  }
});
