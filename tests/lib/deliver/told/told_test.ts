import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { formatNumber } from "@/lib/chart/format.ts";
import type { Fact } from "@/lib/deliver/told/fact.ts";
import { checkTold } from "@/lib/deliver/told/told.ts";

function figure(
  value: number,
  unit: string | null = null,
  { isChange = false, about = null }: { isChange?: boolean; about?: string | null } = {},
): Fact {
  return { type: "figure", name: "daily.some", title: "Some", value, unit, isChange, about };
}

function day(value: string): Fact {
  return { type: "period", name: "daily.first", title: "First day", value, grain: "day" };
}

const SALES: readonly Fact[] = [
  figure(684_000, "USD"),
  figure(24_000, "USD"),
  figure(466_500, "USD", { about: "North" }),
  figure(20_250, "USD", { about: "South" }),
  figure(6),
  figure(12.5, "kg"),
  figure(0.682, "%"),
  figure(-0.12, "%", { isChange: true }),
  figure(0.081, "%", { isChange: true }),
  day("2026-01-05"),
  day("2026-03-10"),
  { type: "period", name: "daily.at", title: "At", value: "2026-03-09T11:20:00Z", grain: "hour" },
  { type: "period", name: "weekly.month", title: "Month", value: "2026-02-01", grain: "month" },
  { type: "name", name: "daily.top", title: "Top", value: "iPhone 15" },
  { type: "name", name: "daily.shop", title: "Shop", value: "7" },
  {
    type: "sentence",
    name: "moved.answer",
    title: "What moved it",
    value: "Revenue fell by $3,210 in June 2025",
  },
];

function isKept(sentence: string, facts: readonly Fact[] = SALES): boolean {
  const { paragraphs, dropped } = checkTold(sentence, facts, "UTC");
  return dropped.length === 0 && paragraphs.length > 0;
}

Deno.test("checkTold() keeps figures in each way of writing that is allowed", async (t) => {
  const sentences = [
    "Revenue came to $684,000 from 5 Jan 2026 to 10 March 2026.",
    "Revenue was USD 684,000, that is 684,000 USD.",
    "Revenue was 684.000,00 USD and 684’000 dollars.",
    "Revenue was $684k, or $0.684m, or 0.68 million dollars.",
    "Revenue was about $680,000, over $680,000 and nearly $690,000.",
    "Six orders, or 6.",
    "North brought $466,500.",
    "Between $20,250 and $24,000.",
    "$20–24k was cancelled.",
    "The share is 68.2%, or 68 percent.",
    "Revenue fell 12%, or was down by 12.0%, 12 percent lower.",
    "It moved by −12%, then +8.1%, up 8.1%.",
    "It weighs 12.5 kg, or 12.5kg.",
    "Of $684,000, $24,000 was cancelled, or 3.5%.",
    "In 2026, in January 2026, in Q1 2026, on Jan 5, on 2026-01-05 and in the first quarter.",
    "On 9 Mar 2026, 11:20 it was best.",
    "In February 2026 it grew.",
    "The iPhone 15 sold best.",
    "Revenue fell by $3,210 in June 2025.",
    "One of them stood out, as it did last quarter.",
    "U.S. sales were approx. $684,000.",
  ];
  for (const sentence of sentences) {
    await t.step(sentence, () => assertEquals(checkTold(sentence, SALES, "UTC").dropped, []));
  }
});

Deno.test("checkTold() drops what no figure tells", async (t) => {
  const sentences = [
    ["another number", "Revenue was $685,000."],
    ["a rounding finer than the words", "Revenue was $680,000."],
    ["a rounding that moves it too far", "Revenue was $1 million."],
    ["the other side of a bound", "Revenue was over $690,000."],
    ["no unit where the figure has one", "Revenue was 684,000."],
    ["another unit", "Revenue was €684,000."],
    ["another dollar", "Revenue was CA$684,000."],
    ["a share of a count", "It was 6%."],
    ["another word for a unit", "It weighs 12.5 tonnes."],
    ["a number in words", "Seven orders."],
    ["the name of a shop that is but digits", "7 orders."],
    ["a name with another number", "The iPhone 16 sold best."],
    ["a rise that was a fall", "Revenue rose 12%."],
    ["a fall that was a rise", "Revenue was 8.1% lower."],
    ["a change without its sign", "It moved by 12%."],
    ["a share as if it had moved", "Revenue was up 68.2%."],
    ["another member's figure", "South brought $466,500."],
    ["a share of no two figures told", "Of $684,000, $24,000 was cancelled, or 4.5%."],
    ["a multiple of nothing told", "North sold twice as much."],
    ["half of something", "Half of it was cancelled."],
    ["another year", "It was so in 2024."],
    ["another month", "It was so in March 2025."],
    ["another day", "It was so on 6 January."],
    ["another quarter", "It was so in Q3."],
    ["another hour", "It was so on 9 Mar 2026, 11:30."],
    ["a day where a month is known", "It was so on 1 Feb 2026."],
    ["a day in slashes", "It was so on 01/05/2026."],
    ["hundreds", "Hundreds of orders came."],
    ["a fraction in one sign", "½ of it."],
    ["digits of another script", "٦ orders."],
    ["a power", "6² orders."],
    ["parts by plain spaces", "6 684 orders."],
    ["a rank", "It is #6, 6th, the second largest."],
    ["letters at digits", "B2B and SKU6 grew."],
    ["digits behind a point", "It was .6 of it."],
    ["a year that counts something", "There were 2026 orders."],
    ["a verb for a rise", "Revenue soared a whopping 68.2%."],
    ["odds", "It is 1 in 6, or one in 6."],
    ["numbers side by side", "Six six orders, or sixtysix."],
    ["another scale", "6 basis points, 6‰, 6 mio, 6 k, 6 tens."],
    ["another measure", "6 kg, 6°, 6$, ₿6."],
    ["a clock", "At 6 a.m. it rose."],
    ["a phone", "Call +1 555 0100."],
  ];
  for (const [name, sentence] of sentences) {
    await t.step(name, () => assertEquals(isKept(sentence), false));
  }
});

Deno.test("checkTold() keeps the sentences around one that it drops, and says why", () => {
  const answer = "There were 6 orders. Revenue was $9,999,999. North led.\n\nAll is in 2026.";
  assertEquals(checkTold(answer, SALES, "UTC"), {
    paragraphs: [["There were 6 orders.", "North led."], ["All is in 2026."]],
    dropped: [{
      sentence: "Revenue was $9,999,999.",
      written: "$9,999,999",
      reason: "no figure",
    }],
    removed: 0,
  });
});

Deno.test("checkTold() tells moments by the clocks of the zone", () => {
  const facts: Fact[] = [
    { type: "period", name: "a.at", title: "At", value: "2026-03-09T11:20:00Z", grain: "hour" },
  ];
  const keeps = (zone: string) =>
    checkTold("On 9 Mar 2026, 12:20.", facts, zone).dropped.length === 0;
  assertEquals([keeps("Europe/Berlin"), keeps("UTC")], [true, false]);
});

Deno.test("checkTold() checks the text as it is shown, after markup and unseen signs are gone", () => {
  // "6" and "84" would each pass where they stood apart; as shown it is 684.
  const facts = [figure(6), figure(84)];
  assertEquals(isKept("There were 6**84** orders.", facts), false);
  assertEquals(isKept("There were 6\u200b84 orders.", facts), false);
  assertEquals(isKept("There were 6<b>84</b>.", [figure(684)]), false);
});

Deno.test("checkTold() drops what leads a reader elsewhere, and what asks for it by numbers", () => {
  for (
    const sentence of [
      "Visit http://evil.example now.",
      "Visit evil.example now.",
      "Write to a@evil.example.",
      "Write to a(dot)b.",
      "Open javascript:alert(this).",
    ]
  ) {
    assertEquals(checkTold(sentence, SALES, "UTC").dropped.map(({ reason }) => reason), [
      "address",
    ]);
  }
  assertEquals(checkTold("See [this](http://evil.example/9) now.", SALES, "UTC"), {
    paragraphs: [["See this now."]],
    dropped: [],
    removed: 1,
  });
});

Deno.test("checkTold() takes names of any signs", async (t) => {
  const names = [
    "a-7",
    "a/7",
    "C++7",
    "(x7)",
    "[y7]",
    "a{7}",
    "^a7|",
    "é  7",
    "#7 fan",
    "\\d7",
    "a7.",
    "",
    " ",
    "7",
  ];
  for (const name of names) {
    await t.step(name, () => {
      const facts = [figure(6, "USD", { about: name }), figure(8, null, { about: "North" })];
      const { dropped } = checkTold(`So ${name} brought $6. North brought 8.`, facts, "UTC");
      // A name of digits alone would hide any number that is written like it.
      assertEquals(dropped.length, name === "7" ? 1 : 0);
    });
  }
});

const UNITS = [null, "%", "USD", "EUR", "JPY", "kg", "orders"] as const;

const someFigure = fc.record({
  value: fc.oneof(
    fc.integer({ min: -5_000_000, max: 5_000_000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  ).filter((value) => Math.abs(value) > 1e-4 || value === 0),
  unit: fc.constantFrom(...UNITS),
});

Deno.test("checkTold() keeps any figure as pages write it, in full, in short and in other marks", () => {
  fc.assert(
    fc.property(
      someFigure,
      fc.array(someFigure, { maxLength: 5 }),
      fc.constantFrom("plain", "short", "decimals", "continental"),
      ({ value, unit }, others, way) => {
        const facts = [
          ...others.map((other) => figure(other.value, other.unit)),
          figure(value, unit),
        ];
        const style = { unit, compact: way === "short" };
        const written = way === "decimals" || way === "continental"
          ? formatNumber(value, { unit, decimals: 2 })
          : formatNumber(value, style);
        // 1,234.50 becomes 1.234,50; of yen too.
        const told = way === "continental" && /\.\d\d(?!\d)/.test(written)
          ? written.replaceAll(/[.,]/g, (sign) => sign === "." ? "," : ".")
          : written;
        // What two decimals write as nothing is no way that is allowed.
        fc.pre(way === "plain" || way === "short" || Math.abs(value) >= 1);
        assertEquals(checkTold(`It came to ${told}.`, facts, "UTC").dropped, []);
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("checkTold() drops any number that is no figure", () => {
  fc.assert(
    fc.property(
      fc.array(someFigure, { maxLength: 8 }),
      someFigure,
      fc.constantFrom("plain", "short", "bare", "words"),
      fc.constantFrom("It came to", "About", "It rose", "It fell by", "Over", "Nearly", "In all"),
      (figures, { value, unit }, way, words) => {
        const size = Math.abs(unit === "%" ? 100 * value : value);
        // As far from each figure, in percent or not, as no rounding may move it.
        fc.pre(
          size >= 1 && figures.every((one) => {
            const known = Math.abs(one.value) * (one.unit === "%" ? 100 : 1);
            return Math.abs(known - size) > 0.2 * Math.max(known, 1) + 1;
          }),
        );
        const written = way === "words"
          ? `${(size / 1e6).toPrecision(3)} million`
          : way === "bare"
          ? size.toFixed(3)
          : formatNumber(value, { unit, compact: way === "short" });
        const facts = figures.map((one) => figure(one.value, one.unit));
        assertEquals(checkTold(`${words} ${written} in all.`, facts, "UTC").paragraphs, []);
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("checkTold() never keeps a digit that is in no fact, whatever stands around it", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ unit: "grapheme", maxLength: 4 }),
          fc.constantFrom(
            " ",
            ". ",
            "$",
            "%",
            "4",
            "79",
            "k",
            "million",
            "-",
            "**",
            "[",
            "](",
            ")",
            "<b>",
            "|",
            "Q",
            "\n",
          ),
        ),
        { maxLength: 30 },
      ),
      (pieces) => {
        const { paragraphs } = checkTold(pieces.join(""), [figure(123_456)], "UTC");
        assertEquals(/\p{N}/u.test(paragraphs.flat().join(" ")), false);
      },
    ),
    { numRuns: 1000 },
  );
});
