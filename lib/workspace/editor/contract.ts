/**
 * What an editor of a cell needs to know while a person types.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { FieldPath, FieldValue, FormView } from "@/lib/steps/form/form.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** A cell as it would be with this text. */
export interface EditorAsked {
  readonly notebook: string;
  readonly cell: string;
  /** The body as it stands in the editor, saved or not. */
  readonly text: string;
  readonly parameters: GivenParameters;
  /** Who types it, as the engine's guard says: it is planned with the files that they have. */
  readonly saver?: Asker;
}

/** An expression of a form while it is typed. */
export interface FieldAsked {
  readonly path: FieldPath;
  readonly value: string;
}

/** Something to put in at the cursor. */
export interface Completion {
  readonly label: string;
  /** What replaces the text from `from` to the cursor; offsets count UTF-16 units of the body. */
  readonly insert: string;
  readonly from: number;
  readonly type: "key" | "value" | "column" | "cell" | "parameter" | "function";
  /** A type, a unit, a default: shown beside the label. */
  readonly detail: string | null;
  readonly documentation: string | null;
}

/** A problem with its place in the body. */
export interface Marker {
  readonly from: number;
  readonly to: number;
  readonly problem: Problem;
}

/** What filling in a form does to a body. */
export type FormChange =
  /** Without a value the key goes. */
  | { readonly type: "set_value"; readonly path: FieldPath; readonly value?: FieldValue }
  /** The value as YAML; what can't be read changes nothing. */
  | { readonly type: "set_yaml"; readonly path: FieldPath; readonly yaml: string }
  | { readonly type: "rename_key"; readonly path: FieldPath; readonly to: string }
  | { readonly type: "move_item"; readonly path: FieldPath; readonly to: number };

/** The controls of a form as a browser without scripts posts them, in their order. */
export type PostedFields = readonly (readonly [name: string, value: string])[];

/** A body that was changed, and its form. Nothing is saved. */
export interface ChangedBody {
  readonly text: string;
  readonly form: FormView;
}

/** Completion, checking, documentation, formatting, and the form of a cell. */
export interface Editing {
  /** The cursor is in the body, or in a field of its form where one is given. */
  complete(
    asked: EditorAsked & { readonly offset: number; readonly field?: FieldAsked },
  ): Promise<readonly Completion[]>;
  check(asked: EditorAsked): Promise<readonly Marker[]>;
  /** What is known of the word at a place, as Markdown; `null` where nothing is. */
  hover(
    asked: EditorAsked & { readonly offset: number },
  ): Promise<{ readonly from: number; readonly to: number; readonly markdown: string } | null>;
  format(asked: EditorAsked): Promise<{ readonly text: string }>;
  form(asked: EditorAsked): Promise<FormView>;
  /** The text after these changes, canonical, comments kept. Nothing is saved. */
  change(
    asked: EditorAsked & { readonly changes: readonly FormChange[] },
  ): Promise<ChangedBody>;
  /** The same for a form that was posted as a whole: only what differs from the text is changed. */
  post(asked: EditorAsked & { readonly fields: PostedFields }): Promise<ChangedBody>;
}
