/**
 * What the parts of a form share.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import type { Problem } from "@/lib/errors.ts";
import type { FieldMark, FormField } from "@/lib/steps/form/form.ts";
import type { Completion, FieldAsked, FormChange } from "@/lib/workspace/editor/contract.ts";

/** Asks what may be put in at a place of an expression. */
export type CompleteField = (
  field: FieldAsked,
  offset: number,
  signal: AbortSignal,
) => Promise<readonly Completion[]>;

/** What every part of a form knows. */
export interface FormSpot {
  /** Begins the ids of all inputs. */
  readonly id: string;
  /** All fields, from the top. */
  readonly fields: readonly FormField[];
  readonly problems: readonly Problem[];
  readonly marks: readonly FieldMark[];
  readonly onComplete: CompleteField;
  readonly onChange: (changes: readonly FormChange[]) => void;
  /** Draws fields within a field. */
  readonly draw: (fields: readonly FormField[]) => ComponentChildren;
}

/** With scripts a button acts at once; without them it posts the form. */
export function prevented(action: () => void) {
  return (event: MouseEvent) => {
    event.preventDefault();
    action();
  };
}
