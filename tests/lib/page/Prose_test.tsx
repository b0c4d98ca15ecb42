import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Prose } from "@/lib/page/Prose.tsx";

function render(markdown: string): string {
  return renderToString(<Prose markdown={markdown} />)
    .replace(/^<div class="prose">(.*)<\/div>$/s, "$1")
    // An attribute that is left out leaves its space.
    .replaceAll(/<(t[hd][^>]*?) >/g, "<$1>");
}

const TABLE_OF_MARKUP =
  '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr>' +
  '<th scope="col">&lt;b></th></tr></thead><tbody><tr><td>&lt;script></td></tr></tbody></table></div>';

Deno.test("Prose renders what a notebook's prose is made of", async (t) => {
  const cases: [string, string][] = [
    ["# One", "<h2>One</h2>"],
    ["### Three", "<h4>Three</h4>"],
    ["*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"],
    ["- a\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"],
    ["3. a", '<ol start="3"><li><p>a</p></li></ol>'],
    ["> a", "<blockquote><p>a</p></blockquote>"],
    ["```\n<b>\n```", '<pre tabindex="0"><code>&lt;b></code></pre>'],
    ["a\\\nb", "<p>a<br>b</p>"],
    [
      "|a|b|\n|-|-:|\n|c|1|",
      '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>' +
      '<thead><tr><th scope="col">a</th><th scope="col" data-align="right">b</th></tr></thead>' +
      '<tbody><tr><td>c</td><td data-align="right">1</td></tr></tbody></table></div>',
    ],
  ];
  for (const [markdown, expected] of cases) {
    await t.step(markdown, () => {
      assertEquals(render(markdown).replaceAll("&gt;", ">"), expected);
    });
  }
});

Deno.test("Prose shows markup and asks for no picture", async (t) => {
  const cases: [string, string][] = [
    ["a <script>x</script>", "<p>a &lt;script>x&lt;/script></p>"],
    ["<img src=x onerror=y>", "&lt;img src=x onerror=y>"],
    ["|<b>|\n|-|\n|<script>|", TABLE_OF_MARKUP],
    ["![a cat](https://evil.invalid/cat.png)", "<p>a cat</p>"],
  ];
  for (const [markdown, expected] of cases) {
    await t.step(markdown, () => {
      assertEquals(render(markdown).replaceAll("&gt;", ">"), expected);
    });
  }
});

Deno.test("Prose links to the web, to mail and to the page, and nowhere else", async (t) => {
  const cases: [string, string | null][] = [
    ["[a](https://x.example/y?z=1)", "https://x.example/y?z=1"],
    ["[a](mailto:a@b.example)", "mailto:a@b.example"],
    ["[a](#cell-daily)", "#cell-daily"],
    ["[a](other.html)", "other.html"],
    ["[a][b]\n\n[b]: http://x.example", "http://x.example"],
    ["[a](javascript:alert(1))", null],
    ["[a](JaVaScRiPt:alert(1))", null],
    ["[a](java&#10;script:alert(1))", null],
    ["[a](<  javascript:alert(1)>)", null],
    ["[a](data:text/html,x)", null],
    ["[a](vbscript:x)", null],
    ["[a](file:///etc/passwd)", null],
    ["<javascript:alert(1)>", null],
  ];
  for (const [markdown, expected] of cases) {
    await t.step(markdown, () => {
      const html = render(markdown);
      assertEquals(/href="([^"]*)"/.exec(html)?.[1] ?? null, expected);
      assertEquals(html.includes('rel="noreferrer"'), expected !== null);
    });
  }
});
