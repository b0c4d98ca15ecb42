/**
 * Charts as PNG, by resvg in WebAssembly, with the font that it needs to draw text.
 *
 * Rights: reading the package's `index_bg.wasm` and the font's two files, which
 * `pngFiles` names; a process without them is handed the bytes by one that has them.
 * Cost: 3 MB of WebAssembly are compiled by the first picture.
 *
 * @module
 */
import { bareSvg, plainSvg } from "./svg_file.ts";
import type { Theme } from "./theme.ts";

/** What drawing needs, as bytes. */
export interface PngParts {
  readonly wasm: Uint8Array;
  readonly fonts: readonly Uint8Array[];
}

const FONT = "Source Sans 3";

/** Twice the pixels of a page: sharp on today's screens. */
const SCALE = 2;

/** Returns the addresses of the files that drawing reads: the WebAssembly, then the fonts. */
export function pngFiles(): readonly [wasm: URL, ...fonts: URL[]] {
  const font = "@expo-google-fonts/source-sans-3";
  return [
    new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm")),
    new URL(import.meta.resolve(`${font}/400Regular/SourceSans3_400Regular.ttf`)),
  ];
}

/** Reads what drawing needs from the packages. */
export async function readPngParts(): Promise<PngParts> {
  // A package is only found once something of it was imported.
  await import("@expo-google-fonts/source-sans-3/metadata.json", { with: { type: "json" } });
  const [wasm, ...fonts] = await Promise.all(pngFiles().map((file) => Deno.readFile(file)));
  return { wasm, fonts };
}

type Resvg = typeof import("@resvg/resvg-wasm");

let loading: Promise<Resvg> | null = null;

/** The module can be given its WebAssembly once a process. */
async function load(parts: PngParts): Promise<Resvg> {
  const resvg = await import("@resvg/resvg-wasm");
  await resvg.initWasm(parts.wasm.slice().buffer);
  return resvg;
}

/** How a picture is painted. */
export interface Painting {
  readonly theme: Theme;
  /** Without title and margin, where a page has both. */
  readonly bare?: boolean;
}

/** Draws a chart that `drawFigure` made as PNG bytes, on paper, at twice its size. */
export async function drawPng(
  svg: string,
  options: Painting & { readonly parts: PngParts },
): Promise<Uint8Array> {
  const { theme, bare = false } = options;
  loading ??= load(options.parts);
  const { Resvg } = await loading;
  const drawing = new Resvg(bare ? bareSvg(svg, theme) : plainSvg(svg, theme), {
    fitTo: { mode: "zoom", value: SCALE },
    font: {
      fontBuffers: [...options.parts.fonts],
      defaultFontFamily: FONT,
      sansSerifFamily: FONT,
      loadSystemFonts: false,
    },
  });
  try {
    return drawing.render().asPng();
  } finally {
    drawing.free();
  }
}
