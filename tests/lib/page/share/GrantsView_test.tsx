import { ok, strictEqual as assertIs } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { GrantsView, writtenOut } from "@/lib/page/share/GrantsView.tsx";

Deno.test("writtenOut() hides nothing of a name that is to be allowed", () => {
  assertIs(writtenOut("data/sales 2026.csv"), "data/sales 2026.csv");
  assertIs(writtenOut("Umsätze/売上.csv"), "Umsätze/売上.csv");
  assertIs(writtenOut("plan\u202evsc.terces"), "plan\\u{202e}vsc.terces");
  assertIs(writtenOut("a\nb\u200b"), "a\\u{a}b\\u{200b}");
});

const TITLE = "\u202eA plan";

Deno.test("GrantsView names each file as it is", () => {
  const page = renderToString(
    <GrantsView
      title={TITLE}
      grants={[{ type: "file", name: "plan\u202evsc.terces", cells: ["a"], granted: false }]}
      address="/grants"
      notebookAddress="/"
    />,
  );
  ok(page.includes("<code>plan\\u{202e}vsc.terces</code>"));
  ok(page.includes("<bdi>\u202eA plan</bdi>"));
});
