/**
 * What the parts of a form share.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import type { Problem } from "@/lib/errors.ts";
import type { FormField } from "@/lib/steps/form/form.ts";
import type { FormChange } from "@/lib/workspace/editor/contract.ts";

/** What every part of a form knows. */
export interface FormSpot {
  /** Begins the ids of all inputs. */
  readonly id: string;
  /** All fields, from the top. */
  readonly fields: readonly FormField[];
  readonly problems: readonly Problem[];
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
