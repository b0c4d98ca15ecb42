import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { FlagSegments } from "@/lib/page/FlagSegments.tsx";

/** The words, and of each bar its class, start and width. */
function shown(changes: readonly (number | null)[], share: number | null = 0.5) {
  const segments = changes.map((change, i) => ({ name: `s${i}`, change, share }));
  const html = render(
    <FlagSegments parts={[{ category: "Region", segments }]} unit="USD" />,
  );
  const bars = [...html.matchAll(/<rect class="(\w+)" x="([\d.]+)".*? width="([\d.]+)"/g)];
  return {
    words: html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ").trim(),
    bars: bars.map(([, kind, x, width]) => [kind, Number(x), Number(width)]),
  };
}

Deno.test("FlagSegments draws bars from the left where all moved one way", () => {
  const { words, bars } = shown([-8, -2]);
  assertEquals(words, "By region s0 −8, 50% s1 −2, 50%");
  // The greatest takes all of 256.
  assertEquals(bars, [["fall", 0, 256], ["fall", 0, 64]]);
});

Deno.test("FlagSegments draws bars to both sides of the middle where some rose and some fell", () => {
  assertEquals(shown([8, -4]).bars, [["rise", 128, 128], ["fall", 64, 64]]);
});

Deno.test("FlagSegments tells no share that there is not, and no length of nothing", () => {
  assertEquals(shown([0, null], null), {
    words: "By region s0 0 s1 –",
    bars: [["rise", 0, 0], ["rise", 0, 0]],
  });
});
