import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { paintCharts } from "@/lib/workspace/mail/paint.ts";
import { sampleBar } from "@/tests/fixtures/sample_blocks.ts";

Deno.test("paintCharts() paints what was drawn, and draws what was not", async () => {
  await using drawer = createDrawer();
  const [{ narrow }] = await drawer.draw([sampleBar]);
  const { title, answer } = sampleBar;
  const bytes = await drawer.paint(narrow, { theme: "light", bare: true });
  const painted = await paintCharts(
    [{ figure: sampleBar, svg: null }, { figure: sampleBar, svg: narrow }],
    drawer,
  );
  assertEquals(painted, [
    { title, answer, picture: { id: "chart-1@daybook", bytes } },
    { title, answer, picture: { id: "chart-2@daybook", bytes } },
  ]);
  assertEquals(await paintCharts([], drawer), []);
});
