import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { parseJson } from "@/lib/web/read_body.ts";

Deno.test("parseJson() takes what a database can keep, and refuses the rest", async (t) => {
  assertEquals(parseJson('{"a":["\\ud83d\\ude00",1,null]}'), { a: ["\u{1F600}", 1, null] });
  const refused: readonly (readonly [string, string])[] = [
    ["no JSON", "{"],
    ["NUL in a text", '["\\u0000"]'],
    ["NUL in a name", '{"\\u0000":1}'],
    ["half of a character in a text", '{"a":["\\ud800"]}'],
    ["half of a character in a name", '{"\\udc00":1}'],
    ["nested without end", "[".repeat(1_000_000)],
  ];
  for (const [name, text] of refused) {
    await t.step(name, () => assertThrows(() => parseJson(text), { code: "BAD_USAGE" }));
  }
});
