import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  throws as assertThrows,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { parseSource } from "@/lib/sql/source.ts";

const LIMITS = { characters: 20_000, parentheses: 100, words: 4_000 };

function refusal(text: string): AppError {
  try {
    parseSource(text, "select ", LIMITS);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Cannot find a refusal of: current value is ${text.slice(0, 60)}`);
}

Deno.test("parseSource() reads parameters outside of texts, names and comments", () => {
  const { references } = parseSource(
    "a in ${period} and b = ${n} and c > ${period.from}",
    "select ",
    LIMITS,
  );
  // Numbered by the length of what was written: the shortest has the least room.
  assertEquals(references, [
    { name: "n", end: null },
    { name: "period", end: null },
    { name: "period", end: "from" },
  ]);
});

Deno.test("parseSource() refuses a parameter where it would be text", async (t) => {
  const cases: [string, string, RegExp][] = [
    ["a text", "region = '${region}'", /inside a text in quotes/],
    ["an escaped text", "region = E'\\'${region}'", /inside a text in quotes/],
    ["a doubled quote", "region = 'it''s ${region}'", /inside a text in quotes/],
    ["a name", 'a = "${region}"', /inside a name in quotes/],
    ["a line comment", "a -- ${region}", /inside a comment/],
    ["a nested comment", "a /* /* */ ${region} */", /inside a comment/],
    ["joined to a word", "date_${region}", /join a parameter to the word/],
    ["capital letters", "a = ${Region}", /"\$" as a parameter/],
    ["a number", "a = $1", /"\$" as a parameter/],
    ["dollar quotes", "a = $$x$$", /"\$" as a parameter/],
    ["tagged dollar quotes", "a = $tag$ ${x} $tag$", /"\$" as a parameter/],
  ];
  for (const [name, text, message] of cases) {
    await t.step(
      name,
      () => assertEquals(message.test(refusal(text).message), true, refusal(text).message),
    );
  }
});

Deno.test("parseSource() refuses what would hurt the parser before it sees it", async (t) => {
  const cases: [string, string, RegExp][] = [
    ["10,000 parentheses", "(".repeat(9_999) + "1" + ")".repeat(9_999), /nested parentheses/],
    ["a megabyte", "a + ".repeat(262_144), /longer than 20000 characters/],
    ["5,000 signs", " -".repeat(5_000) + "1", /more than 4000 words/],
    ["10,000 comments in one another", "/*".repeat(9_999), /comments in one another/],
    ["a NUL character", "a = 'b\0c' \0", /NUL/],
  ];
  for (const [name, text, message] of cases) {
    await t.step(
      name,
      () => assertEquals(message.test(refusal(text).message), true, refusal(text).message),
    );
  }
});

Deno.test("parseSource() survives the deepest text that it lets through", async (t) => {
  const cases: [string, string][] = [
    ["a chain of operators", "1" + "+1".repeat(1_990)],
    ["a chain of signs", "- ".repeat(3_900) + "1"],
    ["a chain of casts", "1" + "::int".repeat(1_300)],
    ["a chain of NOT", "not ".repeat(3_900) + "true"],
    ["nested CASE", "case when true then ".repeat(900) + "1" + " end".repeat(900)],
  ];
  for (const [name, text] of cases) {
    await t.step(name, () => {
      try {
        parseSource(text, "select ", LIMITS);
      } catch (error) {
        assertEquals(error instanceof AppError, true);
      }
      // What came before has left nothing behind.
      assertEquals(parseSource("a + 1", "select ", LIMITS).references, []);
    });
  }
});

Deno.test("parseSource() tells the line and column of what it refuses", async (t) => {
  const cases: [string, string, number, number][] = [
    ["the first line", "a + + from", 1, 7],
    ["a later line", "a +\n  b b b", 2, 7],
    ["after letters of two bytes", "'éé' from x from", 1, 13],
    ["after letters of four bytes", "'😀😀' from x from", 1, 15],
    ["after a parameter", "${region} = ) 1", 1, 13],
    ["at the end", "(a + 1", 1, 7],
  ];
  for (const [name, text, line, column] of cases) {
    await t.step(name, () => assertEquals(refusal(text).problems[0].place, { line, column }));
  }
});

Deno.test("parseSource() refuses two statements", () => {
  assertThrows(() => parseSource("1; select 2", "select ", LIMITS), /2 statements/);
});

Deno.test("parseSource() refuses names that the parser would cut", async (t) => {
  // "é" takes two bytes: 32 of them take 64, one more than a name has.
  const cases: [string, string, boolean][] = [
    ["a name of 63 bytes", "a".repeat(63), true],
    ["a longer one", `sum(${"a".repeat(64)})`, false],
    ["by its bytes", "é".repeat(32), false],
    ["in quotes", `sum("${"a".repeat(64)}")`, false],
    ["doubled quotes count once", `"${'""'.repeat(63)}"`, true],
    ["a number is no name", "1".repeat(64), true],
    ["a text is no name", `'${"a".repeat(64)}'`, true],
  ];
  for (const [name, text, allowed] of cases) {
    await t.step(name, () => {
      if (allowed) assertEquals(parseSource(text, "select ", LIMITS).text, text);
      else assertMatch(refusal(text).message, /a name of more than 63 bytes/);
    });
  }
});
