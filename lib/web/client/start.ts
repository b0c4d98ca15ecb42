/**
 * The script of every page that has islands: it brings each to life by itself, so that one that
 * fails keeps what the server drew and leaves the others standing.
 *
 * @module
 */
import { type ComponentType, h, hydrate } from "preact";
import { parseIslands } from "./parse.ts";

type Props = Readonly<Record<string, unknown>>;

async function bringToLife(root: HTMLElement, address: string, props: Props): Promise<void> {
  try {
    // The bundles that the page names export an island each.
    const { default: island }: { default: ComponentType<Props> } = await import(address);
    hydrate(h(island, props), root);
    root.dataset.ready = "";
  } catch (error) {
    root.dataset.failed = "";
    reportError(error);
  }
}

const told = document.getElementById("daybook-islands")?.textContent;
if (told) {
  const roots = (id: string) => document.getElementById(id);
  for (const [id, [address, props]] of parseIslands(told, roots).entries()) {
    const root = roots(`island-${id}`);
    if (root !== null) bringToLife(root, address, props);
  }
}
