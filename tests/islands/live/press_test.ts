import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { pageTest } from "@/tests/helpers/browser.ts";
import { openLiveScript } from "@/tests/helpers/live_script.ts";

pageTest("watchPresses() waits until what is pressed was clicked", async ({ page }) => {
  await using script = await openLiveScript();
  await script.open(page, "<button>Press</button><p>Elsewhere</p>");
  await page.evaluate(async () => {
    const presses = live.watchPresses();
    const seen: string[] = [];
    // Nothing is pressed.
    await presses.released();
    for (const type of ["pointerdown", "keydown"]) {
      addEventListener(type, () => presses.released().then(() => seen.push("released")));
    }
    addEventListener("click", () => seen.push("clicked"));
    Object.assign(globalThis, { seen });
  });
  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  const until = (count: number) => page.waitForFunction(`globalThis.seen.length === ${count}`);
  await page.hover("button");
  await page.mouse.down();
  assertEquals(await seen(), []);
  await page.mouse.up();
  await until(2);
  await page.keyboard.down(" ");
  assertEquals(await seen(), ["clicked", "released"]);
  await page.keyboard.up(" ");
  await until(4);
  // Let go over something else, which is no click on either.
  await page.mouse.down();
  await page.hover("p");
  await page.mouse.up();
  await until(6);
  assertEquals(await seen(), [
    ...["clicked", "released"],
    ...["clicked", "released"],
    ...["clicked", "released"],
  ]);
});
