/**
 * Text that would do harm where it is taken for anything else: markup, script, queries, templates,
 * formulas, and signs that browsers and databases stumble over.
 *
 * @module
 */
import type { Page } from "playwright-core";

/** What has a script in it sets `caught`, so that a page can be asked whether it ran. */
export const NAUGHTY: readonly string[] = [
  "<script>caught=1</script>",
  "</script><script>caught=1</script>",
  "<ScRiPt >caught=1</sCrIpT >",
  '<script src="https://evil.invalid/x.js"></script>',
  "<img src=x onerror=caught=1>",
  '"><img src=x onerror=caught=1>',
  "'><svg onload=caught=1>",
  '" autofocus onfocus="caught=1',
  "' onmouseover='caught=1",
  "<svg><script>caught=1</script></svg>",
  "<svg/onload=caught=1>",
  "<svg><a xlink:href=javascript:caught=1><text x=9 y=9>text</text></a></svg>",
  '<iframe srcdoc="<script>parent.caught=1</script>"></iframe>',
  '<iframe src="javascript:parent.caught=1"></iframe>',
  "<body onload=caught=1>",
  "<details open ontoggle=caught=1>",
  "<input autofocus onfocus=caught=1>",
  "<style>@import 'https://evil.invalid/x.css';</style>",
  "<link rel=stylesheet href=https://evil.invalid/x.css>",
  "<base href=https://evil.invalid/>",
  '<meta http-equiv=refresh content="0;url=https://evil.invalid/">',
  "<form action=https://evil.invalid/><input type=submit>",
  "<!--",
  "-->",
  "<!--><script>caught=1</script>-->",
  "]]><script>caught=1</script>",
  "<![CDATA[<script>caught=1</script>]]>",
  "</textarea><script>caught=1</script>",
  "</style><script>caught=1</script>",
  "</title><script>caught=1</script>",
  '<noscript><p title="</noscript><img src=x onerror=caught=1>">',
  "<math><mtext><mglyph><style><img src=x onerror=caught=1>",
  "<template><script>caught=1</script></template>",
  "&lt;script&gt;caught=1&lt;/script&gt;",
  "&#60;script&#62;caught=1&#60;/script&#62;",
  "%3Cscript%3Ecaught=1%3C/script%3E",
  "\\u003cscript\\u003ecaught=1\\u003c/script\\u003e",
  "javascript:caught=1",
  "[click](javascript:caught=1)",
  "[click](JaVaScRiPt&colon;caught=1)",
  "[click](data:text/html,<script>caught=1</script>)",
  "![picture](https://evil.invalid/pixel.png)",
  "![picture](javascript:caught=1)",
  '![picture](x"onerror="caught=1)',
  '<https://evil.invalid/"onmouseover="caught=1>',
  "'; drop schema daybook cascade; --",
  "\" or ''='",
  "$1 $$ $tag$ :name ?",
  "{{constructor.constructor('caught=1')()}}",
  "${caught=1}",
  "<%= caught=1 %>",
  "#{caught=1}",
  '=HYPERLINK("https://evil.invalid/","click")',
  "+1+cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "__proto__",
  "constructor",
  "../../../../etc/passwd",
  "C:\\nul\\aux",
  "\u202eright to left\u202c",
  "مرحبا שלום",
  "Z\u0338\u0317\u0353a\u0337\u0316l\u0338\u0329g\u0338\u0323o\u0337\u0320",
  "👩‍👩‍👧‍👦 🏳️‍🌈 ﷽",
  "\u200bzero\u200bwidth\ufeff",
  "line\u2028separator\u2029paragraph",
  "W".repeat(400),
];

/** Signs that no database keeps. */
export const NUL = "before\u0000after";

/** Returns what hostile text has brought onto a page: nothing, or elements that should be words. */
export async function intruders(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const found = "caught" in globalThis ? ["A script ran"] : [];
    const strangers = "iframe, base, object, embed, math, img[src=x], [srcdoc], " +
      "meta[http-equiv]:not([http-equiv=Content-Security-Policy])";
    const addresses = ["href", "src", "action", "formaction", "xlink:href"];
    const harmful = /^\s*(javascript:|vbscript:|data:text|(https?:)?\/\/evil\.invalid)/i;
    for (const element of document.querySelectorAll("*")) {
      const acts = element.getAttributeNames().some((name) =>
        name.startsWith("on") ||
        (addresses.includes(name) && harmful.test(element.getAttribute(name) ?? ""))
      );
      const isScript = element.localName === "script" && element.textContent !== "" &&
        !["application/json", "importmap"].includes(element.getAttribute("type") ?? "");
      if (acts || isScript || element.matches(strangers)) {
        found.push(element.outerHTML.slice(0, 200));
      }
    }
    return found;
  });
}
