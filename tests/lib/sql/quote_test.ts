import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { quoteName, quoteText } from "@/lib/sql/quote.ts";

Deno.test("quoteText() and quoteName() leave no way out", () => {
  assertEquals(quoteText("it's"), "'it''s'");
  // A backslash must mean itself under either setting of standard_conforming_strings.
  assertEquals(quoteText("\\'"), "E'\\\\'''");
  assertEquals(quoteName(`a"b`), `"a""b"`);
});
