import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { cutSentences } from "@/lib/deliver/told/sentences.ts";

Deno.test("cutSentences() cuts behind what ends a sentence", async (t) => {
  const cases: [string, string[]][] = [
    ["It grew. It fell! Did it? Yes.", ["It grew.", "It fell!", "Did it?", "Yes."]],
    ["It was $4.2m. 12% more. −3 less.", ["It was $4.2m.", "12% more.", "−3 less."]],
    ['He said "it grew." Then no.', ['He said "it grew."', "Then no."]],
    ["No end", ["No end"]],
    ["", []],
  ];
  for (const [text, expected] of cases) {
    await t.step(text, () => assertEquals(cutSentences(text), expected));
  }
});

Deno.test("cutSentences() does not cut short forms, initials, decimals and dates", async (t) => {
  const whole = [
    "It was approx. 12% in the U.S. North of J. Smith, e.g. Apples, vs. Pears.",
    "On Jan. 5 it was No. 1 of Acme Inc. Berlin.",
    "It was 1.234,5 or 4.2k.",
    "it grew. and fell",
  ];
  for (const text of whole) await t.step(text, () => assertEquals(cutSentences(text), [text]));
});

Deno.test("cutSentences() loses nothing", () => {
  const pieces = fc.constantFrom("A", "b", "1", ".", "!", "…", " ", '"', ")", "approx");
  fc.assert(fc.property(fc.array(pieces), (parts) => {
    const text = parts.join("").replaceAll(/ +/g, " ").trim();
    assertEquals(cutSentences(text).join(" "), text);
  }));
});
