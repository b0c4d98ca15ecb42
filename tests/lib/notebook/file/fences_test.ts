import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { findFences, parseFences } from "@/lib/notebook/file/fences.ts";
import { findLineStarts } from "@/lib/notebook/file/lines.ts";
import { countThreadTime } from "@/tests/helpers/timing.ts";

function infos(text: string): readonly string[] {
  return findFences(text).map((fence) => fence.info);
}

Deno.test("findFences() finds what stands on the document's own level", async (t) => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["backquotes", "```load a\nx\n```\n", ["load a"]],
    ["tildes, whose info may hold backquotes", "~~~ load `a`\nx\n~~~", ["load `a`"]],
    ["backquotes whose info holds one are no fence", "```load `a\nx\n", []],
    ["a longer fence holds a shorter one", "````load a\n```\n````\n", ["load a"]],
    ["a fence right below a paragraph", "text\n```load a\n```", ["load a"]],
    ["indented by three", "   ```load a\n   x\n  ```\n", ["load a"]],
    ["indented by four is code", "    ```load a\n    ```\n", []],
    ["within a list item", "- item\n\n  ```load a\n  ```\n", []],
    ["below a list, indented less than its text", "- item\n\n ```load a\n ```\n", ["load a"]],
    ["within a quote", "> ```load a\n> ```\n", []],
    ["within HTML", "<div>\n```load a\n```\n\n```load b\n```\n", ["load b"]],
    ["within a comment", "<!--\n\n```load a\n```\n\n-->\n", []],
    ["lines ended by CR", "```load a\rx\r```\r```load b\r```", ["load a", "load b"]],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(name, () => assertEquals(infos(text), expected));
  }
});

Deno.test("findFences() tells an unclosed fence, which reaches to the end", () => {
  assertEquals(findFences("a\n```load a\nx\n"), [
    { firstLine: 1, lastLine: 2, closed: false, indent: 0, info: "load a" },
  ]);
});

Deno.test("findFences() agrees with the Markdown parser on every document", () => {
  const line = fc.constantFrom(
    ...["", "a", "```", "````", "~~~", "``` x", "~~~ y `", "``` `a`", "- a", "  b", "    c"],
    ...["> q", "> ```", "- ```", "1. a", " ```load x", "\tt", "***", "# h", "===", "[a]: b"],
    ...["\t```", "``````", "```  ", "    ```", "-", "[a]:", "[a]: b 'c", "\0", "\u00a0```"],
  );
  const lineEnd = fc.constantFrom("\n", "\r\n", "\r", "\n");
  const document = fc.array(fc.tuple(line, lineEnd), { maxLength: 14 })
    .map((lines) => lines.map((parts) => parts.join("")).join(""));
  fc.assert(
    fc.property(
      document,
      (text) => assertEquals(findFences(text), parseFences(text, findLineStarts(text))),
    ),
    { numRuns: 500 },
  );
});

Deno.test("findFences() refuses a line of a hundred quotes and lists where it must parse them", () => {
  throws(() => findFences(`<b>\n${"- ".repeat(20_000)}a`), { code: "BAD_NOTEBOOK" });
});

Deno.test("findFences() reads a megabyte of prose at once", () => {
  const text = "Some *prose* with [links](x).\n".repeat(40_000) + "```load a\n```\n";
  const milliseconds = countThreadTime();
  assertEquals(infos(text), ["load a"]);
  ok(milliseconds() < 2000);
});
