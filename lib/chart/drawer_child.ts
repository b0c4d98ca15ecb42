/**
 * What a drawing child answers: it runs without any rights, on figures that its parent sends.
 *
 * - `draw`: header `{ figures }`; answers with header `{ drawings }`, one a figure.
 * - `paint`: header `{ svg, theme, bare }`, buffers [wasm, ...fonts]; answers with buffers [png].
 *
 * @module
 */
// Imported here, as no file can be read once the child has loaded.
import "@resvg/resvg-wasm";
import { serve } from "@/lib/process/serve.ts";
import type { Figure } from "./block.ts";
import type { Drawing } from "./drawing.ts";
import { drawFigure, widthsOf } from "./figure.ts";
import { openCanvas } from "./figure/on_server.ts";
import { drawPng, type Painting } from "./png.ts";
import { assignColours } from "./theme.ts";

await openCanvas();

serve({
  async draw({ header }) {
    const { figures }: { readonly figures: readonly Figure[] } = header; // as drawer.ts sends it
    const colours = assignColours(figures);
    const drawings: Drawing[] = [];
    for (const figure of figures) {
      const { wide, narrow } = widthsOf(figure);
      drawings.push({
        wide: await drawFigure(figure, { width: wide, colours }),
        narrow: await drawFigure(figure, { width: narrow, colours }),
      });
    }
    return { header: { drawings: drawings.map((drawing) => ({ ...drawing })) } };
  },

  async paint({ header, buffers }) {
    const { svg, ...painting }: Painting & { readonly svg: string } = header; // the same
    const [wasm, ...fonts] = buffers.map((buffer) => new Uint8Array(buffer));
    const png = await drawPng(svg, { ...painting, parts: { wasm, fonts } });
    return { buffers: [png.slice()] };
  },
});
