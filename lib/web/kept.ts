/**
 * Parts of pages that stay as they are: drawn once, and taken from memory after that.
 *
 * What is drawn is kept as text, with the islands in it, which get the ids of the page that they
 * come to. A part that holds an island which failed is drawn anew each time.
 *
 * @module
 */
import { type ComponentChildren, Fragment, h } from "preact";
import { useContext } from "preact/hooks";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { InsideIsland } from "./islands.ts";
import { currentPage, islandId, type ShownIsland, withPage } from "./page_state.ts";
import { Slot } from "./serialize.ts";

interface KeptProps {
  /** Names all that the part is drawn from: whoever gives the same gets the same. */
  readonly by: string;
  readonly children?: ComponentChildren;
}

interface KeptPart {
  /** What stands before, between and behind the ids of its islands. */
  readonly pieces: readonly string[];
  readonly islands: readonly ShownIsland[];
  readonly letters: number;
}

/** What all parts may take together; those that were shown longest ago go first. */
const KEPT_LETTERS = 24_000_000;

/** No text of a page can hold it, as `<` is written otherwise there. */
const ISLAND_ID = /(?<=<daybook-island id="island-)\d+(?=">)/;

const parts = new Map<string, KeptPart>();
let letters = 0;

/** Shows its children as they were drawn for the same `by` before; they leave the head alone. */
export function Kept({ by, children }: KeptProps): ComponentChildren {
  const isInside = useContext(InsideIsland);
  const page = currentPage();
  // An island draws its own elements in the browser too.
  if (isInside || page === null) return children;
  const part = find(by) ?? draw(children);
  if (part === null) return children;
  keep(by, part);
  const first = page.islands.length;
  page.islands.push(...part.islands.map((island) => moved(island, first)));
  // Preact writes a template as it is.
  return jsxTemplate([part.pieces.reduce((html, piece, id) => `${html}${first + id - 1}${piece}`)]);
}

/** Draws a part by itself; `null` where an island of it failed. */
function draw(children: ComponentChildren): KeptPart | null {
  const { drawn, state } = withPage(() => renderToString(h(Fragment, null, children)));
  if (state.failures.length > 0) return null;
  return { pieces: drawn.split(ISLAND_ID), islands: state.islands, letters: drawn.length };
}

/** Gives an island of a part, and its slots, the id that it has in a page. */
function moved({ file, props }: ShownIsland, first: number): ShownIsland {
  const slots = Object.entries(props).map(([name, value]) =>
    [name, value instanceof Slot ? new Slot(movedId(value.island, first), name) : value] as const
  );
  return { file, props: Object.fromEntries(slots) };
}

function movedId(id: string, first: number): string {
  return islandId(first + Number(id.slice(islandId("").length)));
}

function find(by: string): KeptPart | null {
  const found = parts.get(by);
  if (found === undefined) return null;
  letters -= found.letters;
  parts.delete(by);
  return found;
}

/** The one that is kept last was shown last. */
function keep(by: string, part: KeptPart): void {
  parts.set(by, part);
  letters += part.letters;
  for (const [oldest, { letters: less }] of parts) {
    if (letters <= KEPT_LETTERS) return;
    parts.delete(oldest);
    letters -= less;
  }
}
