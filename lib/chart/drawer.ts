/**
 * Draws charts in a process without rights, which is started by the first chart and killed
 * when one takes too long. The same figures give the same drawings, byte for byte.
 *
 * @module
 */
import type { Child } from "@/lib/process/child.ts";
import type { Frame, Json, Outgoing } from "@/lib/process/frame.ts";
import { createPool } from "@/lib/process/pool.ts";
import type { Figure } from "./block.ts";
import type { Drawing } from "./drawing.ts";
import { type Painting, type PngParts, readPngParts } from "./png.ts";

/** Drawing takes milliseconds; what takes this long would never end. */
const TIME_LIMIT_MILLISECONDS = 20_000;

/** Draws figures somewhere else. */
export interface Drawer extends AsyncDisposable {
  /**
   * Draws figures that stand together: a name has one colour in all of them.
   *
   * @throws AppError `TIME_LIMIT`, `PROCESS_ENDED`, and `CANCELLED` once closed
   */
  draw(figures: readonly Figure[]): Promise<readonly Drawing[]>;
  /** Makes a PNG of a drawing in either width. Throws as `draw` does. */
  paint(svg: string, painting: Painting): Promise<Uint8Array<ArrayBuffer>>;
  /** Kills the process. */
  close(): Promise<void>;
}

/** Makes a drawer; nothing is started or loaded before the first chart. */
export function createDrawer(
  { timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS }: {
    readonly timeLimitMilliseconds?: number;
  } = {},
): Drawer {
  const pool = createPool(new URL("./drawer_child.ts", import.meta.url), { size: 1 });
  let parts: Promise<PngParts> | null = null;

  function ask(method: string, request: Outgoing): Promise<Frame> {
    const work = (child: Child) => child.call(method, request, { timeLimitMilliseconds });
    return pool.lend(work);
  }

  return {
    async draw(figures) {
      if (figures.length === 0) return [];
      const plain = figures as unknown as Json; // blocks are plain JSON
      const { header } = await ask("draw", { header: { figures: plain } });
      const { drawings }: { readonly drawings: readonly Drawing[] } = header; // as the child sends
      return drawings;
    },

    async paint(svg, { theme, bare = false }) {
      parts ??= readPngParts();
      const { wasm, fonts } = await parts;
      // Copies, since buffers that are sent are given away.
      const files = [wasm, ...fonts].map((bytes) => bytes.slice());
      const { buffers } = await ask("paint", { header: { svg, theme, bare }, buffers: files });
      return new Uint8Array(buffers[0]);
    },

    close: () => pool.close(),
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
