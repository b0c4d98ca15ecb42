import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { readYaml, type YamlValue } from "@/lib/notebook/file/yaml.ts";
import { countThreadTime } from "@/tests/helpers/timing.ts";

function faultOf(text: string): string {
  const { faults } = readYaml(text);
  return faults.length === 0 ? "none" : `${faults[0].offset} ${faults[0].message}`;
}

Deno.test("readYaml() reads the core schema of YAML 1.2", async (t) => {
  const cases: readonly (readonly [string, YamlValue])[] = [
    ["yes", "yes"],
    ["on", "on"],
    ["true", true],
    ["~", null],
    ["", null],
    ["2026-01-05", "2026-01-05"],
    ["12:30", "12:30"],
    ["1_000", "1_000"],
    ["1.50", 1.5],
    ["0x1F", 31],
    ["9007199254740991", 9007199254740991],
    ["0.1", 0.1],
    // The double after 2.78, which only these 17 digits tell.
    ["2.7800000000000002", 2.5 + 28 / 100],
    ["a in ${b} and c = 'd'", "a in ${b} and c = 'd'"],
    ["a::text", "a::text"],
  ];
  for (const [source, expected] of cases) {
    await t.step(source, () => assertEquals(readYaml(`k: ${source}`).values.k, expected));
  }
});

Deno.test("readYaml() keeps as text what a number would not tell", async (t) => {
  for (
    const source of ["007", "9007199254740993", "0.12345678901234567890", ".inf", ".nan", "1e999"]
  ) {
    await t.step(source, () => assertEquals(readYaml(`k: ${source}`).values.k, source));
  }
});

Deno.test("readYaml() refuses with the place of what is wrong", async (t) => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["an alias", "a: 1\nb: *a", /^8 .*alias.*\*a$/],
    ["an anchor", "a: &a 1", /^6 .*anchor/],
    ["a tag", "a: !!js/function x", /tag/],
    ["a key used twice", "a: 1\nb: 2\na: 3", /^10 .*once.*"a"$/],
    ["a prototype", "__proto__: { x: 1 }", /^0 .*not allowed.*"__proto__"$/],
    ["no mapping", "- a", /^0 .*must be a mapping.*\["a"\]$/],
    ["several documents", "a: 1\n---\nb: 1", /^5 /],
    ["a directive", "%YAML 1.1\n---\na: yes", /^0 .*directives/],
    ["a tab as indentation", "a:\n\tb: 1", /^3 /],
    ["brackets without end", "a: ".concat("[".repeat(20_000)), /YAML/],
    ["values nested too deep", "a: ".concat("[".repeat(60), "]".repeat(60)), /nested at most 50/],
    ["an expression cut by a comma", "a: { x: f(b, c) }", /^13 .*comma ends.*"c\)"$/],
    ["a key that is a list", "? [a]\n: 1", /^2 /],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(name, () => ok(expected.test(faultOf(text)), faultOf(text)));
  }
});

Deno.test("readYaml() says in words of the notebook what a slip is", async (t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "time Month\nby: a",
      "a colon and a space must follow a key",
      'Write the line as "key: value"',
    ],
    [
      "time:Month\nby: a",
      "a colon and a space must follow a key",
      'Write the line as "key: value"',
    ],
    [
      "title: X: Y",
      'a text that holds ": " must be in quotes',
      'Put the whole text in quotes, or after "|" on lines of its own, so that its signs are no YAML',
    ],
    [
      "measures:\n   a: 1\n  b: 2",
      "All mapping items must start at the same column",
      "Begin the line below the first letter of the key above it",
    ],
  ];
  for (const [source, rule, remedy] of cases) {
    await t.step(source, () => {
      const [fault] = readYaml(source).faults;
      ok(fault.message.includes(`(${rule})`), fault.message);
      assertEquals(fault.remedy, remedy);
    });
  }
});

Deno.test("readYaml() refuses what no database keeps: a NUL, and half of a character", async (t) => {
  const rule = "Cannot read the body as a text must have whole characters, and no NUL";
  // JSON writes both as four hexadecimal digits; the text begins after "k: ".
  const cases: [string, string][] = [
    ['k: "a\\0b"', String.raw`3 ${rule}: current value is "a\u0000b"`],
    ['k: "a\\uD800b"', String.raw`3 ${rule}: current value is "a\ud800b"`],
    ['k: [x, { y: "\\0" }]', String.raw`12 ${rule}: current value is "\u0000"`],
    ['"a\\0b": 1', String.raw`0 ${rule}: current value is "a\u0000b"`],
    ['k: "\\U0001F600"', "none"],
  ];
  for (const [text, expected] of cases) {
    await t.step(text, () => assertEquals(faultOf(text), expected));
  }
});

Deno.test("readYaml() refuses an alias bomb without setting it off", () => {
  const levels = Array.from(
    { length: 30 },
    (_, i) => `k${i + 1}: &k${i + 1} [*k${i}, *k${i}, *k${i}]`,
  );
  const { values, faults } = readYaml(`k0: &k0 lol\n${levels.join("\n")}`);
  assertEquals(faults.length, 20);
  assertEquals(values.k30, [null, null, null]);
});

Deno.test("readYaml() takes `<<` for a key like any other", () => {
  assertEquals(readYaml("<<: { a: 1 }").values, { "<<": { a: 1 } });
});

Deno.test("readYaml() reads a megabyte of keys in time that grows with them", () => {
  const text = Array.from({ length: 70_000 }, (_, i) => `key_${i}: value`).join("\n");
  const milliseconds = countThreadTime();
  assertEquals(Object.keys(readYaml(text).values).length, 70_000);
  ok(milliseconds() < 5000);
});

Deno.test("readYaml() throws at no text", () => {
  const signs = fc.constantFrom(..."ab01:-?[]{},&*!|>'\"%@`#~ \n\t\0.<".split(""));
  fc.assert(
    fc.property(fc.string({ unit: signs, maxLength: 40 }), (text) => {
      readYaml(text);
    }),
    { numRuns: 2000 },
  );
});
