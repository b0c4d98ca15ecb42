/**
 * What the address of a notebook's page says: its parameters by their names, and what is open.
 * Names of parameters have no hyphen; whatever has one is the page's own.
 *
 * @module
 */
import type { Opened } from "@/lib/page/notebook/place.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** An address, read. */
export interface PageAddress {
  readonly parameters: GivenParameters;
  readonly opened: Opened;
  /** The path with its parameters, without what is open. */
  readonly address: string;
  /** Whether a form without scripts wrote it in pieces, so that it should be written anew. */
  readonly inPieces: boolean;
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Reads the address of a page. */
export function readAddress({ pathname, searchParams }: URL): PageAddress {
  const parameters: Record<string, string> = {};
  for (const [name, value] of searchParams) {
    const text = value === "custom" ? daysOf(searchParams, name) : value;
    if (NAME.test(name) && text !== null) parameters[name] = text;
  }
  const query = new URLSearchParams(parameters).toString();
  return {
    parameters,
    opened: openedIn(searchParams),
    address: query === "" ? pathname : `${pathname}?${query}`,
    inPieces: [...searchParams.keys()].some((name) => /-(from|to)$/.test(name)),
  };
}

/** Two days that stand in fields of their own; `null` where one is missing. */
function daysOf(query: URLSearchParams, name: string): string | null {
  const from = query.get(`${name}-from`);
  const to = query.get(`${name}-to`);
  return from && to ? `${from}..${to}` : null;
}

function openedIn(query: URLSearchParams): Opened {
  const cell = query.get("edit-cell");
  if (cell !== null && NAME.test(cell)) {
    const tab = query.get("edit-as");
    return tab === "form" || tab === "text" ? { type: "cell", cell, tab } : { type: "cell", cell };
  }
  const prose = readCount(query.get("edit-prose"));
  if (prose !== null) return { type: "prose", index: prose };
  const at = readCount(query.get("add-at"));
  return at === null ? { type: "nothing" } : { type: "add", at };
}

/** Reads a whole number from 0 on, or `null`. */
export function readCount(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
