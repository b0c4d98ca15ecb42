/**
 * The edits of a notebook as plain data: what browser, API and command line send.
 *
 * @module
 */
import type { z } from "zod";
import type { Problem } from "@/lib/errors.ts";
import type { YamlMapping, YamlValue } from "@/lib/notebook/file/yaml.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { Path } from "@/lib/steps/schema.ts";
import type { TextChange } from "./text.ts";

/** What a person does to a notebook. `at` counts blocks: the new one comes before that one. */
export type Edit =
  | {
    readonly type: "add_cell";
    readonly at: number;
    readonly kind: string;
    readonly name?: string;
    readonly body?: string;
  }
  | { readonly type: "add_prose"; readonly at: number; readonly text: string }
  | { readonly type: "move_cell"; readonly cell: string; readonly at: number }
  | { readonly type: "duplicate_cell"; readonly cell: string; readonly name?: string }
  | { readonly type: "delete_cell"; readonly cell: string }
  | { readonly type: "rename_cell"; readonly cell: string; readonly to: string }
  | CellEdit
  | { readonly type: "set_prose"; readonly block: number; readonly text: string }
  /** Sets a key of the front matter; `undefined` removes it. */
  | { readonly type: "set_head"; readonly path: Path; readonly value: YamlValue | undefined }
  /** Writes the names of unnamed cells into the file; every other edit does so too. */
  | { readonly type: "name_cells" }
  /** Undoes an edit. */
  | {
    readonly type: "change_text";
    readonly change: TextChange;
    readonly effects: readonly Effect[];
  };

/** An edit of one cell's body, which makes it canonical. */
export type CellEdit =
  | { readonly type: "set_body"; readonly cell: string; readonly text: string }
  /** `undefined` removes the key. */
  | {
    readonly type: "set_value";
    readonly cell: string;
    readonly path: Path;
    readonly value: YamlValue | undefined;
  }
  /** Gives the key at a path another name. */
  | {
    readonly type: "rename_key";
    readonly cell: string;
    readonly path: Path;
    readonly to: string;
  }
  /** Gives the item at a path another place in its list, counting from 0. */
  | {
    readonly type: "move_item";
    readonly cell: string;
    readonly path: Path;
    readonly to: number;
  }
  /**
   * Puts an item into the list at a path, in the place of the one whose keys have the values of
   * `match`, else at the end; `null` takes it out.
   */
  | {
    readonly type: "put_item";
    readonly cell: string;
    readonly path: Path;
    readonly match: YamlMapping;
    readonly item: YamlMapping | null;
  }
  | { readonly type: "set_disabled"; readonly cell: string; readonly disabled: boolean };

/** What is to be done about what an edit did, besides saving the text. */
export type Effect =
  | { readonly type: "added"; readonly cell: string }
  | { readonly type: "deleted"; readonly cell: string }
  /** The cell's history goes with it. */
  | { readonly type: "renamed"; readonly from: string; readonly to: string };

/** A notebook after an edit; `inverse` gives back the one before, to the byte. */
export interface Edited {
  readonly notebook: Notebook;
  readonly problems: readonly Problem[];
  readonly effects: readonly Effect[];
  readonly inverse: Edit;
}

/** The schemas of the bodies, by kind. */
export type Schemas = ReadonlyMap<string, z.ZodType>;
