/**
 * What pages and islands use of the framework while they are drawn, here and in a browser.
 *
 * @module
 */
import { type ComponentChildren, isValidElement, toChildArray, type VNode } from "preact";
import { currentPage } from "./page_state.ts";

/** Whether this runs in a browser. */
export const IS_BROWSER = typeof document !== "undefined";

/** Puts elements into the page's head; of two titles, or metas of one name, the inner one stays. */
export function Head({ children }: { readonly children?: ComponentChildren }): null {
  const page = currentPage();
  if (page === null) return null;
  for (const child of toChildArray(children)) {
    if (isValidElement(child)) page.head.set(subjectOf(child), child);
  }
  return null;
}

/** Returns what an element of the head says, and another may say otherwise. */
function subjectOf({ type, props }: VNode): string {
  // What an element is given is plain attributes, here asked for by name.
  const { name, property, href } = props as Readonly<Record<string, unknown>>;
  return [type, name, property, href].join(" ");
}

let addresses: ReadonlyMap<string, string> = new Map();

/** Returns the address of a file of `static/`, which holds its content's hash, so that browsers keep it. */
export function asset(path: string): string {
  return addresses.get(path) ?? path;
}

/** Says under which addresses the files of `static/` can be kept. */
export function setAssetAddresses(known: ReadonlyMap<string, string>): void {
  addresses = known;
}
