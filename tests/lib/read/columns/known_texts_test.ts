import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { KnownTexts } from "@/lib/read/columns/known_texts.ts";

/** Asks for each text in turn and learns those that are not known, in batches of `size`. */
function ask(texts: readonly string[], size = texts.length) {
  const known = new KnownTexts();
  const counted = new Map<string, number>();
  const found: string[] = [];
  const decoder = new TextDecoder();
  for (let from = 0; from < texts.length; from += size) {
    const batch = texts.slice(from, from + size);
    const bytes = new TextEncoder().encode(batch.map((text) => `${text},`).join("") + "   ");
    known.begin(bytes);
    let start = 0;
    for (const text of batch) {
      const end = start + text.length;
      if (known.find(start, end)) found.push(text);
      else known.learn(bytes, start, end);
      start = end + 1;
    }
    known.take((text, times) => {
      const name = decoder.decode(text);
      counted.set(name, (counted.get(name) ?? 0) + times);
    });
  }
  return { found, counted };
}

Deno.test("KnownTexts finds the texts of 1 to 12 bytes that it has learnt, and counts them", () => {
  const texts = ["a", "ab", "abc", "abcd", "abcde", "abcdefgh", "abcdefghi", "abcdefghijkl"];
  for (const text of texts) {
    const { found, counted } = ask([text, text, text]);
    assertEquals(found, [text, text]);
    assertEquals([...counted], [[text, 2]]);
  }
});

Deno.test("KnownTexts never takes one text for another", () => {
  // Each pair differs in one byte of each of the places that are compared, or in length alone.
  const pairs = [
    ["a", "b"],
    ["ab", "abc"],
    ["EUR", "EUS"],
    ["abcdefgh", "abcdXfgh"],
    ["abcdefghi", "abcdXfghi"],
    ["abcdefghijkl", "abcdefgXijkl"],
    ["abcdefghijkl", "Xbcdefghijkl"],
    ["abcdefghijkl", "abcdefghijkX"],
  ];
  for (const [one, other] of pairs) assertEquals(ask([one, other]).found, []);
});

Deno.test("KnownTexts does not remember texts of more than 12 bytes", () => {
  assertEquals(ask(["abcdefghijklm", "abcdefghijklm"]).found, []);
});

Deno.test("KnownTexts counts every text that it found over any number of batches", () => {
  // 200 texts have 64 places, so many take the place of another; each found one is counted once.
  const texts = Array.from({ length: 2000 }, (_, at) => `text${at % 200}`);
  const { found, counted } = ask(texts, 37);
  assertEquals([...counted.values()].reduce((sum, times) => sum + times, 0), found.length);
  for (const [text, times] of counted) {
    assertEquals(found.filter((one) => one === text).length, times);
  }
});
