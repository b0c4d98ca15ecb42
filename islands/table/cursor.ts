/**
 * Where somebody stands in a grid, and what the keys do there.
 *
 * @module
 */

/** A cell of the page that is shown; row -1 is the head. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** The cell that has the focus, and the one that a selection began at. */
export interface Cursor {
  readonly focus: CellPlace;
  readonly anchor: CellPlace;
}

/** A rectangle of cells, both ends included. */
export interface CellRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** How large the page is. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/** What a key asks for. */
export type GridMove =
  | { readonly type: "to"; readonly cursor: Cursor }
  | { readonly type: "page"; readonly to: "first" | "previous" | "next" | "last" }
  | { readonly type: "select_all" };

/** The little of a keyboard event that decides. */
export interface KeyPressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Where a grid begins. */
export const START: Cursor = { focus: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } };

/** Returns what a key does, or `null` where it is not the grid's. */
export function moveFor(
  pressed: KeyPressed,
  { focus, anchor }: Cursor,
  size: GridSize,
): GridMove | null {
  if (pressed.altKey) return null;
  const isFar = pressed.ctrlKey || pressed.metaKey;
  const { row, column } = focus;
  const to = (row: number, column: number): GridMove => {
    const place = {
      row: Math.max(-1, Math.min(size.rows - 1, row)),
      column: Math.max(0, Math.min(size.columns - 1, column)),
    };
    // The head is no part of a selection.
    const extends_ = pressed.shiftKey && place.row >= 0 && anchor.row >= 0;
    return { type: "to", cursor: { focus: place, anchor: extends_ ? anchor : place } };
  };
  switch (pressed.key) {
    case "ArrowUp":
      return to(isFar ? 0 : row - 1, column);
    case "ArrowDown":
      return to(isFar ? size.rows - 1 : row + 1, column);
    case "ArrowLeft":
      return to(row, isFar ? 0 : column - 1);
    case "ArrowRight":
      return to(row, isFar ? size.columns - 1 : column + 1);
    case "Home":
      return isFar ? { type: "page", to: "first" } : to(row, 0);
    case "End":
      return isFar ? { type: "page", to: "last" } : to(row, size.columns - 1);
    case "PageUp":
      return { type: "page", to: "previous" };
    case "PageDown":
      return { type: "page", to: "next" };
    case " ":
      return selectLine(pressed, focus, size);
    case "a":
      return isFar ? { type: "select_all" } : null;
    default:
      return null;
  }
}

/** Shift selects the row, Control the column, as in any grid. */
function selectLine(
  { shiftKey, ctrlKey }: KeyPressed,
  { row, column }: CellPlace,
  { rows, columns }: GridSize,
): GridMove | null {
  if (shiftKey === ctrlKey || row < 0) return null;
  const [anchor, focus] = shiftKey
    ? [{ row, column: 0 }, { row, column: columns - 1 }]
    : [{ row: 0, column }, { row: rows - 1, column }];
  return { type: "to", cursor: { anchor, focus } };
}

/** Returns the cells between both ends of a cursor. */
export function rangeOf({ focus, anchor }: Cursor): CellRange {
  return {
    top: Math.max(0, Math.min(focus.row, anchor.row)),
    bottom: Math.max(focus.row, anchor.row),
    left: Math.min(focus.column, anchor.column),
    right: Math.max(focus.column, anchor.column),
  };
}

/** Whether more than one cell is selected. */
export function isWide({ focus, anchor }: Cursor): boolean {
  return focus.row !== anchor.row || focus.column !== anchor.column;
}

/** Whether a cell is in a range. */
export function holds(range: CellRange, { row, column }: CellPlace): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}
