import { equal } from "node:assert/strict";
import { browserWords } from "@/lib/page/accounts/browser_words.ts";

Deno.test("browserWords() tells which browser it is, and on what", () => {
  const cases: [string | null, string][] = [
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
      "Edge on Windows",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
      "Safari on an iPhone",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0 Safari/537.36", "Chrome on Linux"],
    ["<script>", "A browser"],
    [null, "A browser"],
  ];
  for (const [userAgent, words] of cases) equal(browserWords(userAgent), words);
});
