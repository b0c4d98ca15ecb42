/**
 * The outline of a notebook: its headings and cells in the order of the page, and levels that
 * never jump, whatever levels the prose was written with.
 *
 * @module
 */
import { parseProse, type ProseNode } from "@/lib/notebook/file/prose.ts";
import type { BlockView, CellStatus } from "@/lib/workspace/notebooks/notebook_view.ts";

/** A row of the outline. */
export type OutlineEntry =
  | { readonly type: "heading"; readonly id: string; readonly text: string; readonly depth: number }
  | {
    readonly type: "cell";
    readonly name: string;
    readonly title: string;
    readonly parents: readonly string[];
    readonly status: CellStatus;
  };

/** A heading of prose in its page: its element is `h` and the level. */
export interface PlacedHeading {
  readonly id: string;
  /** 2 to 5. */
  readonly level: number;
}

/** The outline, and where the headings of each block stand. */
export interface Outline {
  readonly entries: readonly OutlineEntry[];
  /** By the block's index, its headings in order. */
  readonly headings: ReadonlyMap<number, readonly PlacedHeading[]>;
  /** By the block's index, the level of a cell's heading. */
  readonly cellLevels: ReadonlyMap<number, number>;
}

const DEEPEST = 5;

/** Reads the outline off a notebook's blocks. */
export function outlineOf(blocks: readonly BlockView[]): Outline {
  const entries: OutlineEntry[] = [];
  const headings = new Map<number, readonly PlacedHeading[]>();
  const cellLevels = new Map<number, number>();
  // The written levels of the headings that one stands under, outermost first.
  let path: readonly number[] = [];
  for (const block of blocks) {
    if (block.type === "cell") {
      const { name, title, parents, status } = block.cell;
      cellLevels.set(block.index, path.length + 2);
      entries.push({ type: "cell", name, title, parents, status });
      continue;
    }
    headings.set(
      block.index,
      headingsIn(parseProse(block.markdown)).map(({ level, text }, place) => {
        path = [...path.filter((above) => above < level), level].slice(0, DEEPEST - 1);
        const id = `heading-${block.index}-${place}`;
        entries.push({ type: "heading", id, text, depth: path.length });
        return { id, level: path.length + 1 };
      }),
    );
  }
  return { entries, headings, cellLevels };
}

/** Returns every heading with its words, in the order of the page. */
function headingsIn(
  nodes: readonly ProseNode[],
): readonly { readonly level: number; readonly text: string }[] {
  return nodes.flatMap((node) => {
    if (node.type === "heading") return [{ level: node.level, text: wordsOf(node.children) }];
    return "children" in node ? headingsIn(node.children) : [];
  });
}

function wordsOf(nodes: readonly ProseNode[]): string {
  return nodes.map((node) =>
    "text" in node ? node.text : "children" in node ? wordsOf(node.children) : " "
  ).join("");
}
