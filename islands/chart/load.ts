/**
 * What a chart fetches, each only once it is needed.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import { type PackedFigure, unpackFigure } from "@/lib/chart/pack.ts";
import type { drawLive } from "./live_drawing.ts";

const TRIALS = 3;
const RETRY_MILLISECONDS = 500;

/** Fetches what a chart shows; `null` where it cannot be had: the stored drawing stays. */
export async function loadFigure(address: string): Promise<Figure | null> {
  try {
    // As `packFigure` made it.
    const packed: PackedFigure = await fetchJson(address);
    return unpackFigure(packed);
  } catch {
    return null;
  }
}

/** A result that was just computed may not be kept yet: it is asked for once more. */
async function fetchJson(address: string) {
  for (let trial = 1;; trial++) {
    const answer = await fetch(address);
    if (answer.ok) return await answer.json();
    await answer.body?.cancel();
    if (trial === TRIALS) throw new Error(`It was answered with ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
}

/** Loads what draws: by far the largest part of a page, so only where a chart must show something else. */
export async function loadDrawing(): Promise<typeof drawLive | null> {
  try {
    return (await import("./live_drawing.ts")).drawLive;
  } catch {
    return null;
  }
}
