/**
 * The script of every page that has islands: it brings each to life by itself, so that one that
 * fails keeps what the server drew and leaves the others standing.
 *
 * @module
 */
import { type ComponentType, h, hydrate } from "preact";
import { parseIslands } from "./parse.ts";
import { typedIn } from "./typed.ts";

type Props = Readonly<Record<string, unknown>>;

async function bringToLife(root: HTMLElement, address: string, props: Props): Promise<void> {
  // Preact takes away what it could not bring to life.
  const drawn = root.innerHTML;
  try {
    // The bundles that the page names export an island each.
    const { default: island }: { default: ComponentType<Props> } = await import(address);
    // It was taken off the page meanwhile, and nobody would end it.
    if (!root.isConnected) return;
    const typeAgain = typedIn(root);
    hydrate(h(island, props), root);
    typeAgain();
    root.dataset.ready = "";
  } catch (error) {
    root.innerHTML = drawn;
    root.dataset.failed = "";
    reportError(error);
  }
}

/** Brings the islands to life that a text tells of and that stand below a root. */
function begin(text: string, root: Document | Element): void {
  const roots = (id: string) => root.querySelector<HTMLElement>(`#${id}`);
  for (const [id, [address, props]] of parseIslands(text, roots).entries()) {
    const island = roots(`island-${id}`);
    if (island !== null) bringToLife(island, address, props);
  }
}

/** What an island tells that has put another page's elements into this one. */
type Swapped = CustomEvent<{ readonly text: string; readonly root: Element }>;

document.addEventListener("daybook:islands", (event) => {
  const { text, root } = (event as Swapped).detail; // as whoever sends it must
  begin(text, root);
});

const told = document.getElementById("daybook-islands")?.textContent;
if (told) begin(told, document);
