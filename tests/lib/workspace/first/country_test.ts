import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { countryIn } from "@/lib/workspace/first/country.ts";
import { profileColumns } from "@/lib/workspace/files/profile.ts";

function columns(named: Readonly<Record<string, readonly string[]>>) {
  const names = Object.keys(named);
  const rows = named[names[0]].map((_, row) => names.map((name) => named[name][row]));
  return profileColumns(
    names.map((name) => ({ name, type: "text", role: null, unit: null, additivity: null })),
    rows,
  );
}

Deno.test("countryIn() finds the country that nearly all rows name", async (t) => {
  const cases: [string, Readonly<Record<string, readonly string[]>>, string | null][] = [
    ["a code", { shop: ["a", "b"], Country: ["DE", "de"] }, "DE"],
    ["a German name", { Land: ["Schweiz", "Schweiz"] }, "CH"],
    ["a French name", { "Pays de livraison": ["Allemagne"] }, "DE"],
    ["what people write", { country: ["UK", "Great Britain", "United Kingdom"] }, "GB"],
    // Four of five are enough, three of four are not.
    ["four fifths", { country: ["US", "US", "US", "US", "CA"] }, "US"],
    ["fewer", { country: ["US", "US", "US", "CA"] }, null],
    ["another column", { region: ["DE", "DE"] }, null],
    ["no country", { country: ["North", "South"] }, null],
    ["nothing", { country: [] }, null],
  ];
  for (const [name, named, expected] of cases) {
    await t.step(name, () => assertEquals(countryIn(columns(named))?.code ?? null, expected));
  }
});
