import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { pageTest } from "@/tests/helpers/browser.ts";
import { openLiveScript } from "@/tests/helpers/live_script.ts";

const drawPage = (revision: number, at: number) =>
  `<main data-notebook="n" data-revision="${revision}"><section data-cell="a">
  <form method="post" action="/n?revision=${revision}"><input type="hidden" name="do" value="move_cell">
  <input type="hidden" name="at" value="${at}"><input type="hidden" name="revision" value="${revision}">
  <input name="note" value=""><button>Move</button></form></section></main>`;

pageTest("noteForm() sends a form as the page stands at its turn", async ({ page }) => {
  await using script = await openLiveScript();
  for (
    const [isOwn, expected] of [
      [true, { at: "2", revision: "2", action: "/n?revision=2" }],
      // Somebody else's revision is not what was looked at.
      [false, { at: "1", revision: "1", action: "/n?revision=2" }],
    ] as const
  ) {
    await script.open(page, drawPage(1, 1));
    const sent = await page.evaluate(([body, isOwn]) => {
      const [form] = document.forms;
      const now = live.noteForm(form, form.querySelector("button"));
      if (isOwn === true) live.knowRevision("n", 2);
      document.body.innerHTML = String(body);
      const { action, body: sent } = now();
      const url = new URL(action);
      return {
        at: sent.get("at"),
        revision: sent.get("revision"),
        action: url.pathname + url.search,
      };
    }, [drawPage(2, 2), isOwn]);
    assertEquals(sent, expected);
  }
});
