/**
 * What is gathered while one page is drawn. Drawing is synchronous, so there is one at a time.
 *
 * @module
 */
import type { ComponentChildren } from "preact";

/** An island on a page: what to load, and what to give it. */
export interface ShownIsland {
  /** From the project's root: `islands/CellForm.tsx`. */
  readonly file: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** What a page needs beside its own elements. */
export interface PageState {
  readonly islands: ShownIsland[];
  /** What goes into the head, the outermost first. */
  readonly head: ComponentChildren[];
  /** What islands threw. */
  readonly failures: { readonly file: string; readonly error: unknown }[];
}

let current: PageState | null = null;

/** Returns the page that is being drawn; `null` in a browser. */
export function currentPage(): PageState | null {
  return current;
}

/** Returns the id of the element of a page's island, by its place among them. */
export function islandId(place: number | ""): string {
  return `island-${place}`;
}

/** Draws a page, or a part of one by itself, and returns what it needs. */
export function withPage<Drawn>(draw: () => Drawn): { readonly drawn: Drawn; state: PageState } {
  const state: PageState = { islands: [], head: [], failures: [] };
  const around = current;
  current = state;
  try {
    return { drawn: draw(), state };
  } finally {
    current = around;
  }
}
