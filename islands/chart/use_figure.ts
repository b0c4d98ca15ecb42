/**
 * What a chart shows.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import type { Figure } from "@/lib/chart/block.ts";
import { loadFigure } from "./load.ts";

/** Returns what came with the page, else what is fetched once it is wanted; `null` until it is there. */
export function useFigure(
  given: Figure | null,
  address: string | null,
  isWanted: boolean,
): Figure | null {
  const [fetched, setFetched] = useState<Figure | null>(null);
  useEffect(() => {
    let isOver = false;
    const load = async () => {
      const found = await loadFigure(address ?? "");
      if (!isOver && found !== null) setFetched(found);
    };
    if (given === null && isWanted) load();
    return () => {
      isOver = true;
    };
  }, [given, address, isWanted]);
  return given ?? fetched;
}
