import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { headersOf, subjectOf } from "@/lib/deliver/mail/headers.ts";
import { aLetter } from "@/tests/helpers/letters.ts";

Deno.test("subjectOf() writes one line, without signs that hide or turn text around", async (t) => {
  const cases: [string, string, string][] = [
    ["lines", "Sales\r\nBcc: eve@example.net\u2028x", "Sales Bcc: eve@example.net x"],
    ["spaces", "  Sales \t of\u00a0March ", "Sales of March"],
    ["signs that turn around", "gpj.\u202eexe\u2066!", "gpj.exe!"],
    ["signs of no width", "S\u200bal\u2060es", "Sales"],
    ["half a sign", "Sales \ud83d", "Sales"],
    // 199 of 201 and the sign that says so.
    ["a long one", "é".repeat(201), `${"é".repeat(199)}…`],
    ["the longest", "🙂".repeat(200), "🙂".repeat(200)],
  ];
  for (const [name, text, subject] of cases) {
    await t.step(name, () => assertIs(subjectOf(text), subject));
  }
});

Deno.test("headersOf() ends letters by one click, where there is something to end", () => {
  const automatic = { "Auto-Submitted": "auto-generated" };
  assertEquals(headersOf(aLetter({ unsubscribeUrl: null })), automatic);
  // Whatever is in the address, it stays one line between its brackets.
  const { "List-Unsubscribe": link, ...others } = headersOf(
    aLetter({ unsubscribeUrl: "https://daybook.example/stop/a>\r\nBcc: eve@example.net" }),
  );
  assertEquals(link, "<https://daybook.example/stop/a%3EBcc:%20eve@example.net>");
  assertEquals(others, { ...automatic, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
});
