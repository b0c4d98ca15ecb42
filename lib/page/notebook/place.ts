/**
 * Where a part of a notebook's page stands: the notebook, its address, and what is open on it.
 *
 * @module
 */

import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** What is open for editing: one thing at a time, told by the address. */
export type Opened =
  | { readonly type: "nothing" }
  | { readonly type: "cell"; readonly cell: string; readonly tab?: "form" | "text" }
  | { readonly type: "prose"; readonly index: number }
  /** The choice of what to add before a block. */
  | { readonly type: "add"; readonly at: number };

/** What every part of a notebook's page knows. */
export interface NotebookPlace {
  readonly id: string;
  readonly revision: number;
  /** The page with its parameters, without what is open: forms post to it. */
  readonly address: string;
  /** Whether the reader may edit and run. */
  readonly editable: boolean;
  readonly opened: Opened;
  /** Whether the notebook has a period, which a range chosen on a chart can set. */
  readonly setsRange: boolean;
}

/** Returns the page's address with something open on it, and the place to look at. */
export function openAddress(
  { address }: Pick<NotebookPlace, "address">,
  opened: Opened,
): string {
  const joint = address.includes("?") ? "&" : "?";
  switch (opened.type) {
    case "nothing":
      return address;
    case "cell": {
      const tab = opened.tab === undefined ? "" : `&edit-as=${opened.tab}`;
      return `${address}${joint}edit-cell=${opened.cell}${tab}#cell-${opened.cell}`;
    }
    case "prose":
      return `${address}${joint}edit-prose=${opened.index}#block-${opened.index}`;
    case "add":
      return `${address}${joint}add-at=${opened.at}#add-${opened.at}`;
  }
}

/** Whether a notebook has a period that can be set. */
export function hasPeriod({ parameters }: Pick<NotebookView, "parameters">): boolean {
  return parameters.some(({ declaration }) => declaration.type === "date_range");
}
