/**
 * Where a part of a notebook's page stands: the notebook, its address, and what is open on it.
 *
 * @module
 */

/** What is open for editing: one thing at a time, told by the address. */
export type Opened =
  | { readonly type: "nothing" }
  | { readonly type: "cell"; readonly cell: string }
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
    case "cell":
      return `${address}${joint}edit-cell=${opened.cell}#cell-${opened.cell}`;
    case "prose":
      return `${address}${joint}edit-prose=${opened.index}#block-${opened.index}`;
    case "add":
      return `${address}${joint}add-at=${opened.at}#add-${opened.at}`;
  }
}
