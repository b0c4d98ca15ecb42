/**
 * Reads what `serializeIslands` wrote: props of islands, with what the server has drawn for them.
 *
 * @module
 */
import { type ComponentChild, h } from "preact";
import { signal } from "@preact/signals";
import { parse } from "devalue";

/** The chunk of an island, and its props. */
export type SentIsland = readonly [address: string, props: Readonly<Record<string, unknown>>];

/** Reads the islands of a page; `rootOf` finds the element of one by its id. */
export function parseIslands(
  text: string,
  rootOf: (id: string) => Element | null,
): readonly SentIsland[] {
  return parse(text, {
    Signal: ([value]: [unknown]) => signal(value),
    Slot: ([id, name]: [string, string]) => slotOf(rootOf(id), name),
    // Which makes keys of its own, whatever they are called.
    Entries: (entries: [string, unknown][]) => Object.fromEntries(entries),
  });
}

/** Returns an element that holds what the server has drawn in this place, as it is. */
function slotOf(root: Element | null, name: string): ComponentChild {
  const slots = root?.querySelectorAll("daybook-slot") ?? [];
  const own = [...slots].find((slot) =>
    slot.getAttribute("name") === name && slot.closest("daybook-island") === root
  );
  if (own === undefined) return null;
  return h("daybook-slot", { name, dangerouslySetInnerHTML: { __html: own.innerHTML } });
}
