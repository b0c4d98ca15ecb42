import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { quoted } from "@/lib/ingest/events/quoted.ts";

Deno.test("quoted() writes a text as JSON does, whatever it holds", () => {
  const unit = fc.constantFrom(
    "a",
    " ",
    '"',
    "\\",
    "\n",
    "\u007f",
    "\u0000",
    "ä",
    "\u2028",
    "\ud800",
  );
  fc.assert(fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
    assertEquals(quoted(text), JSON.stringify(text));
  }));
});
