import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { parseProse, type ProseNode } from "@/lib/notebook/file/prose.ts";

Deno.test("parseProse() gives a tree of what may be shown", () => {
  assertEquals(parseProse("# A *b*\n\n- [c](https://x.example)"), [
    {
      type: "heading",
      level: 1,
      children: [
        { type: "text", text: "A " },
        { type: "emphasis", children: [{ type: "text", text: "b" }] },
      ],
    },
    {
      type: "list",
      start: null,
      children: [{
        type: "item",
        children: [{
          type: "paragraph",
          children: [{
            type: "link",
            url: "https://x.example",
            children: [{ type: "text", text: "c" }],
          }],
        }],
      }],
    },
  ]);
});

Deno.test("parseProse() reads tables, with what their columns are aligned to", () => {
  const field = (text: string, align: "right" | null) => ({
    type: "field",
    align,
    children: [{ type: "text", text }],
  });
  assertEquals(parseProse("| shop | orders |\n| --- | ---: |\n| Bonn | 12 |"), [{
    type: "table",
    children: [
      { type: "row", isHead: true, children: [field("shop", null), field("orders", "right")] },
      { type: "row", isHead: false, children: [field("Bonn", null), field("12", "right")] },
    ],
  }]);
});

function urlsOf(nodes: readonly ProseNode[]): readonly string[] {
  return nodes.flatMap((node) => [
    ...(node.type === "link" ? [node.url] : []),
    ...("children" in node ? urlsOf(node.children) : []),
  ]);
}

Deno.test("parseProse() gives no link that runs something, whatever surrounds the scheme", () => {
  const noise = fc.constantFrom(
    "",
    " ",
    "\t",
    "\u0001",
    "\u00a0",
    "&#10;",
    "&Tab;",
    "%0a",
    "\\",
    "//",
  );
  const scheme = fc.constantFrom("javascript:", "JAVASCRIPT:", "vbscript:", "data:text/html,");
  const part = fc.tuple(noise, scheme, noise);
  fc.assert(fc.property(part, fc.nat(11), ([before, word, after], cut) => {
    const broken = word.slice(0, cut) + after + word.slice(cut);
    for (const url of urlsOf(parseProse(`[a](<${before}${broken}alert(1)>)`))) {
      const read = URL.parse(url, "https://page.invalid/");
      assertEquals(["http:", "https:", "mailto:"].includes(read?.protocol ?? ""), true, url);
    }
  }));
});

Deno.test("parseProse() gives what is nested beyond reason as it is written", () => {
  const text = `${">".repeat(5000)} a`;
  assertEquals(parseProse(text), [{ type: "code_block", text }]);
});
