/**
 * Draws pictures on a document without a browser. Loads Plot and linkedom the first time.
 *
 * @module
 */
import type { Canvas, Picture } from "./canvas.ts";
import { type DrawnPlot, svgOf } from "./picture.ts";

/** A loaded library and the document it draws in. */
export interface ServerCanvas extends Canvas {
  /** Returns the picture as SVG text. */
  readonly write: (picture: Picture) => string;
}

let loading: Promise<ServerCanvas> | null = null;

/** Returns the canvas, loading its libraries the first time. */
export function openCanvas(): Promise<ServerCanvas> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ServerCanvas> {
  const [{ PLOT: plot }, { parseHTML }] = await Promise.all([
    import("./plot.ts"),
    import("linkedom"),
  ]);
  // Its types say "Window", which outside a browser has no document.
  const { document } = parseHTML("<!doctype html><html></html>") as unknown as {
    readonly document: unknown;
  };
  return {
    plot,
    write: (picture) => {
      // linkedom's document has no common type with the browser's, whose parts Plot uses here.
      const element = plot.plot({ ...picture.options, document: document as never });
      return svgOf(element as unknown as DrawnPlot, picture);
    },
  };
}
