import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  amountRank,
  areCurrencies,
  currencyOf,
  measureRank,
  namesAverages,
  namesIds,
  namesMeasure,
  namesRatio,
  onlyWord,
  stageOf,
  wordsOf,
} from "@/lib/workspace/first/words.ts";

Deno.test("wordsOf() parts names at capitals and signs", () => {
  assertEquals(wordsOf("orderDate_2 (net)"), ["order", "date", "2", "net"]);
  assertEquals(wordsOf("Größe"), ["größe"]);
});

Deno.test("namesIds() and namesAverages() tell what is not added up", async (t) => {
  const cases: readonly (readonly [string, "id" | "average" | "sum"])[] = [
    ["customer_id", "id"],
    ["Order No", "id"],
    ["zip code", "id"],
    ["year", "id"],
    ["number of visits", "sum"],
    ["units per day", "average"],
    ["Unit Price", "average"],
    ["minutes_to_reply", "average"],
    ["minutes", "sum"],
    ["Total price", "sum"],
    ["bounceRate", "average"],
    ["revenue", "sum"],
    ["Preis", "average"],
    ["Lagerbestand", "average"],
    ["Summe Preis", "sum"],
    ["Umsatz", "sum"],
    ["Prix moyen", "average"],
  ];
  for (const [name, meant] of cases) {
    await t.step(
      name,
      () => assert.equal(namesIds(name) ? "id" : namesAverages(name) ? "average" : "sum", meant),
    );
  }
});

Deno.test("namesMeasure() knows what people measure", () => {
  const names = ["Net amount", "visits", "row", "customer"];
  assertEquals(names.map(namesMeasure), [true, true, false, false]);
});

Deno.test("stageOf() tells how far from a look to a purchase something is counted", () => {
  const names = ["Impressions", "clicks", "Number of visits", "orders_total", "new visits", "rows"];
  assertEquals(names.map(stageOf), [1, 2, 3, 5, 0, 0]);
});

Deno.test("onlyWord() leaves out what says nothing more", () => {
  const names = ["Total revenue EUR", "count of orders", "returning visitors", "sum"];
  assertEquals(names.map(onlyWord), ["revenue", "orders", null, null]);
});

Deno.test("amountRank() knows money, and doubts whole numbers that may be counts", () => {
  assertEquals(amountRank("Revenue USD", { isWhole: true }), 0);
  assertEquals(amountRank("sales", { isWhole: false }), 5);
  assertEquals(amountRank("sales", { isWhole: true }), null);
  assertEquals(amountRank("visits", { isWhole: false }), null);
});

Deno.test("namesRatio() knows the ratios that people call by a name", () => {
  assertEquals(["Conversion rate", "CTR", "conversions"].map(namesRatio), [true, true, false]);
});

Deno.test("currencyOf() and areCurrencies() know currencies by their codes", () => {
  assertEquals(["Revenue EUR", "net_usd", "eur", "sold try"].map(currencyOf), [
    "EUR",
    "USD",
    null,
    null,
  ]);
  assert.equal(areCurrencies(["EUR", "CHF"]), true);
  // One alone parts nothing, and a word among them says that the rest are words too.
  assert.equal(areCurrencies(["EUR"]), false);
  assert.equal(areCurrencies(["EUR", "North"]), false);
});

Deno.test("measureRank() puts what a file of another language is about first, as in English", () => {
  const names = ["Preis", "Anzahl", "Filiale", "Umsatz"];
  assertEquals(names.toSorted((a, b) => measureRank(a) - measureRank(b)).slice(0, 2), [
    "Umsatz",
    "Anzahl",
  ]);
});
