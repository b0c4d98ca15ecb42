import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import { pageTest } from "@/tests/helpers/browser.ts";
import { openLiveScript } from "@/tests/helpers/live_script.ts";

const PAGE = `<form class="editing"><textarea id="prose">As kept</textarea></form>
  <daybook-island id="island-0"><section class="cell-editor"><input id="early" value="1"></section>
  </daybook-island><input id="other" value="1">`;

pageTest("holdsUnsaved() sees what nobody else keeps", async ({ page }) => {
  await using script = await openLiveScript();
  await script.open(page, PAGE);
  const holds = () => page.evaluate(() => live.holdsUnsaved(document.body));
  equal(await holds(), false);
  await page.fill("#other", "2");
  equal(await holds(), false);
  for (const [field, kept] of [["#prose", "As kept"], ["#early", "1"]]) {
    await page.fill(field, "Typed");
    equal(await holds(), true, field);
    await page.fill(field, kept);
    equal(await holds(), false, field);
  }
  // An island that lives says so itself.
  await page.evaluate(() =>
    document.querySelector("daybook-island")?.setAttribute("data-ready", "")
  );
  await page.fill("#early", "Typed");
  equal(await holds(), false);
  await page.evaluate(() => document.querySelector("section")?.setAttribute("data-unsaved", ""));
  equal(await holds(), true);
});

pageTest(
  "keepUnsaved() waits for every editor, also for one that cannot save",
  async ({ page }) => {
    await using script = await openLiveScript();
    await script.open(page, "");
    const done = await page.evaluate(async () => {
      const done: string[] = [];
      const answer = Promise.withResolvers<void>();
      document.addEventListener("daybook:keep", (event) => {
        const { detail } = event as CustomEvent<Promise<unknown>[]>; // as it is sent
        detail.push(Promise.reject(new Error("Offline")));
        detail.push(answer.promise.then(() => done.push("saved")));
      });
      const kept = live.keepUnsaved().then(() => done.push("told"));
      answer.resolve();
      await kept;
      return done;
    });
    assertEquals(done, ["saved", "told"]);
  },
);
