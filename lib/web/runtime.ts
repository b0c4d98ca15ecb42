/**
 * What pages and islands use of the framework while they are drawn, here and in a browser.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { currentPage } from "./page_state.ts";

/** Whether this runs in a browser. */
export const IS_BROWSER = typeof document !== "undefined";

/** Puts elements into the page's head; of two titles, or metas of one name, the inner one stays. */
export function Head({ children }: { readonly children?: ComponentChildren }): null {
  currentPage()?.head.push(children);
  return null;
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
