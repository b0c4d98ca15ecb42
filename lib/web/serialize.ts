/**
 * Props of islands on their way to the browser: plain data, dates, maps, sets, signals, and what the
 * server has drawn for them. What two islands share is still shared there.
 *
 * @module
 */
import { Signal } from "@preact/signals";
import { stringify } from "devalue";

/** Stands in the props for elements that the server has drawn inside the island. */
export class Slot {
  /** The id of the island's element. */
  readonly island: string;
  /** The prop that holds it. */
  readonly name: string;

  constructor(island: string, name: string) {
    this.island = island;
    this.name = name;
  }
}

/**
 * Returns text that `parseIslands` reads, safe inside a script element.
 *
 * @throws Error where a prop is a function or something else that is no data.
 */
export function serializeIslands(
  islands: readonly (readonly [address: string, props: Readonly<Record<string, unknown>>])[],
): string {
  // What a reducer returns is taken for "not mine" where it is falsy: hence the lists.
  return stringify(islands, {
    Signal: (value: unknown) => value instanceof Signal && [value.peek()],
    Slot: (value: unknown) => value instanceof Slot && [value.island, value.name],
    // A column of a file may be called so, and devalue takes it for an attack.
    Entries: (value: unknown) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, "__proto__") &&
      Object.entries(value),
  }).replaceAll("<", "\\u003c");
}
