/**
 * How the controls of a form are named when a browser posts it, and what they say then.
 * A browser may use this.
 *
 * A control's name is its path as JSON. What is not there was not shown; a list of check boxes
 * says `shown` before its path, since boxes that are not ticked say nothing.
 *
 * @module
 */
import type { FieldPath, FieldScalar, FieldValue, FormField } from "./form.ts";
import { readScalar, scalarText } from "./scalar.ts";

/** Names and values in their order. */
export type Posted = readonly (readonly [name: string, value: string])[];

/** Returns the name of a field's control. */
export function nameOf(path: FieldPath): string {
  return JSON.stringify(path);
}

/** Writes a path as problems name it: `measures.revenue` or `steps[2].filter`, counting from 1. */
export function keyOf(path: FieldPath): string {
  return path.map((key, i) => typeof key === "number" ? `[${key + 1}]` : (i > 0 ? "." : "") + key)
    .join("");
}

/** Reads a path back; `null` where it is none. */
export function readPath(text: string | undefined): FieldPath | null {
  if (text === undefined) return null;
  try {
    const read: unknown = JSON.parse(text);
    const isPath = Array.isArray(read) &&
      read.every((key) => typeof key === "string" || typeof key === "number");
    return isPath ? read : null;
  } catch {
    return null;
  }
}

/** Returns what a posted control says, where that is another value than the field shows; else `null`. */
export function readControl(
  { path, control }: FormField,
  posted: Posted,
): { readonly value: FieldValue } | null {
  const name = nameOf(path);
  const said = posted.filter(([other]) => other === name).map(([, value]) => value);
  const isShown = posted.some(([other]) => other === `shown ${name}`);
  if (said.length === 0 && !isShown) return null;
  // A browser posts lines with CR LF.
  const text = (said.at(-1) ?? "").replace(/\r\n?/g, "\n");
  switch (control.type) {
    case "text":
    case "expression":
    case "suggested":
    case "choice":
    case "yaml":
      return differing(control.value, text === "" ? null : text);
    case "lines":
      return differing(control.value?.replace(/\n$/, "") ?? null, text === "" ? null : text, {
        written: control.value?.endsWith("\n") ? `${text}\n` : text,
      });
    case "number":
      return differing(control.value, text === "" ? null : readScalar(text));
    case "boolean":
      return differing(control.value, text === "" ? null : text === "true");
    case "scalar":
      return differing(
        control.value === null ? null : scalarText(control.value),
        text === "" ? null : text,
        { written: readScalar(text) },
      );
    case "several":
      return readSeveral({ said, posted, name }, control);
    case "group":
    case "variant":
    case "list":
    case "named":
      return null;
  }
}

function differing(
  before: FieldValue,
  after: FieldValue,
  { written = after }: { readonly written?: FieldValue } = {},
): { readonly value: FieldValue } | null {
  if (before === after) return null;
  return { value: after === null ? null : written };
}

function readSeveral(
  { said, posted, name }: {
    readonly said: readonly string[];
    readonly posted: Posted;
    readonly name: string;
  },
  { value, mixed, all }: {
    readonly value: readonly FieldScalar[];
    readonly mixed: boolean;
    readonly all: boolean | null;
  },
): { readonly value: FieldValue } | null {
  const isAll = all !== null && posted.some(([other]) => other === `all ${name}`);
  if (isAll) return all ? null : { value: true };
  const more = posted.find(([other]) => other === `more ${name}`)?.[1] ?? "";
  const read = [...said, ...splitWords(more)].map((word) => mixed ? readScalar(word) : word);
  // Boxes are posted as they stand on the page; what was there before keeps its place.
  const kept = value.filter((word) => read.includes(word));
  const words = [...kept, ...new Set(read.filter((word) => !kept.includes(word)))];
  if (all !== true && words.length === value.length && kept.length === value.length) return null;
  return { value: words.length === 0 ? null : words };
}

/** Splits what was typed at commas. */
export function splitWords(typed: string): readonly string[] {
  return typed.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
