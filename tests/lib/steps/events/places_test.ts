import { deepStrictEqual as assertEquals } from "node:assert/strict";
import Holidays from "date-holidays";
import { COUNTRIES, isPlace, regionsOf, ruleOfPlace } from "@/lib/steps/events/places.ts";

Deno.test("COUNTRIES and regionsOf() name what the package tells holidays of", () => {
  const rules = new Holidays();
  const countries = Object.keys(rules.getCountries("en")).sort();
  assertEquals(COUNTRIES.toSorted(), countries);
  for (const country of countries) {
    const regions = Object.keys(rules.getStates(country, "en") ?? {});
    assertEquals(regionsOf(country).toSorted(), regions.sort(), country);
  }
});

Deno.test("ruleOfPlace() says what is no place", async (t) => {
  const cases: [string, string | null][] = [
    ["DE", null],
    ["DE-BY", null],
    ["de", "it must be the code of a country, such as DE or US; the nearest is DE"],
    ["Germany", "it must be the code of a country, such as DE or US"],
    ["FI-1", "it must be FI alone, of which no regions are known"],
    ["AG-1", "it must be AG or one of its regions, AG- with 10"],
  ];
  for (const [place, rule] of cases) {
    await t.step(place, () => {
      assertEquals(ruleOfPlace(place), rule);
      assertEquals(isPlace(place), rule === null);
    });
  }
});
