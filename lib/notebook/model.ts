/**
 * A notebook as it was read: the text, and what stands where in it. It is plain
 * and immutable; an edit gives another one.
 *
 * @module
 */
import type { Document } from "yaml";
import type { CellName, ParameterName } from "./ids.ts";
import type { LineStarts } from "./file/lines.ts";
import type { YamlMapping } from "./file/yaml.ts";
import type { ParameterDeclaration } from "./parameters.ts";

/** The YAML of a cell or of the head. */
export interface Body {
  /** Without the fence's indentation, each line ended by LF. */
  readonly text: string;
  /** For each line of `text`, the offset in the file of its first character. */
  readonly fileOffsets: readonly number[];
  /** The offset in `text` of each line. */
  readonly lineStarts: LineStarts;
  /** Holds the places of all values; never changed. */
  readonly document: Document.Parsed;
  /** All keys; empty where the YAML could not be read. */
  readonly values: YamlMapping;
  /** Whether the YAML could be read. */
  readonly sound: boolean;
}

/** What stands between the two lines `---` at the top. */
export interface Head {
  readonly title: string | null;
  readonly description: string | null;
  /** Words to find the notebook by. */
  readonly tags: readonly string[];
  readonly parameters: ReadonlyMap<ParameterName, ParameterDeclaration>;
  /** The IANA time zone in which periods begin. */
  readonly timeZone: string;
  readonly weekStarts: "monday" | "sunday";
  /** Where the blocks begin. */
  readonly end: number;
  /** `null` where the file has no front matter. */
  readonly body: Body | null;
}

/** Markdown between two cells. */
export interface Prose {
  readonly type: "prose";
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A cell, from its opening fence to the line end of its closing one. */
export interface Cell {
  readonly type: "cell";
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly name: CellName;
  /** Whether the file tells the name, else it was made up. */
  readonly named: boolean;
  /** The cells that `from` names; `null` where it is left out. */
  readonly from: readonly CellName[] | null;
  readonly disabled: boolean;
  readonly body: Body;
}

/** What a notebook is made of, one after the other. */
export type Block = Prose | Cell;

/** A notebook file. `blocks` follow one another without a gap, from `head.end` to the end. */
export interface Notebook {
  readonly fileName: string;
  readonly text: string;
  readonly lineStarts: LineStarts;
  readonly head: Head;
  readonly blocks: readonly Block[];
}

/** Keys of a body that mean the same in every kind, in canonical order. */
export const COMMON_KEYS = ["from", "disabled"] as const;

/** Returns the cells in the order of the page. */
export function cellsOf(notebook: Notebook): readonly Cell[] {
  return notebook.blocks.filter((block) => block.type === "cell");
}

/** Returns the cell of this name, or `null`. */
export function findCell(notebook: Notebook, name: string): Cell | null {
  return cellsOf(notebook).find((cell) => cell.name === name) ?? null;
}
