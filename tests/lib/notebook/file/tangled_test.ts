import { strictEqual as assertIs } from "node:assert/strict";
import { isTangled } from "@/lib/notebook/file/tangled.ts";

Deno.test("isTangled() tells what keeps the Markdown parser for long", async (t) => {
  const list = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${"  ".repeat(level)}- a`).join("\n");
  const cases: [string, string, boolean][] = [
    ["nothing", "", false],
    ["a chapter", "Some *words* and [a link](b).\n\n".repeat(1000), false],
    ["code of a thousand lines", `\`\`\`\n${"  - if (a < b) {\n".repeat(400)}\`\`\``, false],
    ["a list of twenty levels", list(20), false],
    ["quotes in quotes", `${">".repeat(5000)} a`, true],
    ["lists in lists on one line", `${"- ".repeat(1000)}a`, true],
    ["lists in lists", list(600), true],
    ["stars that close nothing", "*_a".repeat(4000), true],
    ["a wall of stars", `${"*".repeat(4000)}a${"*".repeat(4000)}`, true],
    ["headings without a space between", "a\n=\n".repeat(4000), true],
    ["ticks of every length", [..."`".repeat(900)].map((_, i) => "`".repeat(i)).join(" "), true],
    ["a table of a hundred lines", "|a|b|c|\n".repeat(100), false],
    ["a table of twenty thousand fields", `|a${"|b".repeat(99)}|\n`.repeat(200), true],
    ["a book", "word ".repeat(30_000), true],
  ];
  for (const [name, text, tangled] of cases) {
    await t.step(name, () => assertIs(isTangled(text), tangled));
  }
});
