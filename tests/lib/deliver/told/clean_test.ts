import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { cleanText, hasAddress } from "@/lib/deliver/told/clean.ts";

Deno.test("cleanText() leaves plain words of markup", async (t) => {
  const cases: [string, string, string[]][] = [
    ["emphasis", "Sales **rose** and _fell_ ~~not~~ `then`", ["Sales rose and fell not then"]],
    ["links", 'See [the page](https://a.example "t") and [this][1]', ["See the page and this"]],
    ["definitions of links", "Words\n\n[1]: https://a.example", ["Words"]],
    ["pictures", "A ![of all](https://a.example/x?q=1) B", ["A B"]],
    ["a picture in a link", "A [![p](x)](https://a.example) B", ["A B"]],
    ["tags", 'A <b>bold</b> <img src="https://a.example"> B', ["A bold B"]],
    ["a tag that never ends", "A <img src=x onerror=alert(this) B", ["A"]],
    ["scripts", "A <script>fetch(this)</script> B", ["A B"]],
    ["comments", "A <!-- unseen --> B", ["A B"]],
    ["entities", "A &lt;b&gt; &#66; B", ["A b B"]],
    ["code", "A\n\n```js\nrun()\n```\n\nB", ["A", "B"]],
    ["code that never ends", "A\n\n```js\nrun()", ["A"]],
    ["tables", "A\n\n| a | b |\n|---|---|\n| c | d |\n\nB", ["A", "B"]],
    ["headings and lists", "# Sales\n- one thing\n- another\n1. third\n> quoted", [
      "Sales",
      "one thing",
      "another",
      "third",
      "quoted",
    ]],
    ["escapes", "A \\*star\\*", ["A star"]],
    ["names with underscores", "net_revenue rose", ["net_revenue rose"]],
    ["lines of one paragraph", "A\nB\r\nC", ["A B C"]],
    ["nothing", " \n\n ", []],
  ];
  for (const [name, answer, expected] of cases) {
    await t.step(name, () => assertEquals(cleanText(answer).paragraphs, expected));
  }
});

Deno.test("cleanText() removes what turns words around or hides among them", () => {
  const answer = "A\u202eB\u200bC\u00adD\u0000E\ufeffF\u{e0041}G\ue000H\u2066I";
  assertEquals(cleanText(answer), { paragraphs: ["ABCDEFGHI"], removed: 8 });
});

Deno.test("cleanText() leaves no tag, link or unseen sign of any text", () => {
  const pieces = fc.constantFrom(
    ..."<>[]()!`*|#\n \\&;a/:".split(""),
    "<b>",
    "http://",
    "&lt;",
    "```",
    "\u202e",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = cleanText(parts.join("")).paragraphs.join("\n");
      assertEquals(/[<>`]|\]\([^)]*\)|[\u200b-\u200f\u202a-\u202e]/.test(text), false, text);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("cleanText() cuts what is far too long", () => {
  assertEquals(cleanText("a ".repeat(50_000)).paragraphs[0].length, 19_999);
});

Deno.test("hasAddress() knows addresses of pages and people", async (t) => {
  const yes = [
    "http://a.example",
    "www.a",
    "a.example",
    "a@b.example",
    "mailto:a",
    "ftp://a",
    "a[.]b",
  ];
  const no = [
    "It grew. Then it fell.",
    "U.S. sales, e.g. here",
    "net_revenue: 4.2bn",
    "vs. before",
  ];
  for (const text of yes) await t.step(text, () => assertEquals(hasAddress(text), true));
  for (const text of no) await t.step(text, () => assertEquals(hasAddress(text), false));
});
