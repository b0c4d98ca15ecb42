import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { pickSignature, readSignatures } from "@/lib/sql/call/signature.ts";
import { type SqlType } from "@/lib/sql/types.ts";

const round = readSignatures(`
  round(integer) integer = $1
  round(decimal) decimal
  round(float) float
  round(decimal, int4) decimal
`).get("round") ?? [];

Deno.test("pickSignature() picks the nearest that fits", async (t) => {
  const cases: [string, SqlType[], SqlType | "same" | null][] = [
    ["the very type", ["float"], "float"],
    ["an integer stays one", ["integer"], "integer"],
    ["an integer stands for a decimal", ["integer", "integer"], "decimal"],
    ["a float is no decimal", ["float", "integer"], null],
    ["NULL stands for anything", ["unknown"], "integer"],
    ["too many", ["integer", "integer", "integer"], null],
    ["none", [], null],
  ];
  for (const [name, types, expected] of cases) {
    await t.step(name, () => assertEquals(pickSignature(round, types)?.gives ?? null, expected));
  }
});

Deno.test("readSignatures() reads templates, short integers and repeated arguments", () => {
  const signatures = readSignatures(`
    length(text) int4
    concat(any...) text
  `);
  assertEquals(signatures.get("length")?.[0], {
    name: "length",
    takes: ["text"],
    variadic: false,
    gives: "integer",
    print: "length($*)::int8",
  });
  assertEquals(signatures.get("concat")?.[0].variadic, true);
});
