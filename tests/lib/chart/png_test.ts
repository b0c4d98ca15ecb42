import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { drawFigure } from "@/lib/chart/figure.ts";
import { drawPng, pngFiles, readPngParts } from "@/lib/chart/png.ts";
import { bareSvg, plainSvg, svgFile } from "@/lib/chart/svg_file.ts";
import { sampleBar } from "@/tests/fixtures/sample_blocks.ts";

const parts = await readPngParts();
const svg = await drawFigure(sampleBar, { width: 400, colours: new Map() });

Deno.test("drawPng() draws a picture of twice the size, with its words", async () => {
  const picture = await drawPng(svg, { theme: "light", parts });
  const view = new DataView(picture.buffer, picture.byteOffset);
  // A PNG begins with its signature; its width is at byte 16: (400 + 2 × 20) × 2.
  assertEquals([...picture.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assertEquals(view.getUint32(16), 880);
  const wordless = await drawPng(svg.replaceAll(/<text.*?<\/text>/g, ""), {
    theme: "light",
    parts,
  });
  ok(picture.length > wordless.length, "the words are not drawn");
});

Deno.test({
  name: "drawPng() needs no rights once it is handed its files",
  permissions: "none",
  fn: async () => {
    ok((await drawPng(svg, { theme: "light", parts })).length > 1000);
  },
});

Deno.test("drawPng() draws the same bytes for the same chart", async () => {
  const first = await drawPng(svg, { theme: "dark", parts });
  assertEquals(await drawPng(svg, { theme: "dark", parts }), first);
});

Deno.test("pngFiles() names all that drawing reads", () => {
  assertEquals(pngFiles().map(({ pathname }) => pathname.split("/").at(-1)), [
    "index_bg.wasm",
    "SourceSans3_400Regular.ttf",
  ]);
});

Deno.test("plainSvg() and svgFile() bring paper and colours of their own", () => {
  ok(!plainSvg(svg, "dark").includes("var("));
  ok(svgFile(svg).includes("prefers-color-scheme:dark"));
  ok(svgFile(svg).includes('viewBox="-20 -48 440 '));
});

Deno.test("bareSvg() brings paper and colours, and neither title nor margin", async () => {
  const bare = bareSvg(svg, "light");
  ok(bare.includes('viewBox="0 0 400 ') && bare.includes('fill="#fdfcf9"'));
  ok(!bare.includes("var("));
  const picture = await drawPng(svg, { theme: "light", bare: true, parts });
  // Its width is at byte 16: 400 × 2.
  assertEquals(new DataView(picture.buffer, picture.byteOffset).getUint32(16), 800);
});
