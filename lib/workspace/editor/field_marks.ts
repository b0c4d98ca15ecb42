/**
 * Puts problems under the words of the expressions that a form holds.
 *
 * @module
 */
import { offsetInBody } from "@/lib/notebook/place.ts";
import { fieldsWithin } from "@/lib/steps/form/change.ts";
import type { FieldMark, FormField } from "@/lib/steps/form/form.ts";
import type { AskedCell } from "./asked_cell.ts";
import type { Marker } from "./contract.ts";
import { markersOf } from "./markers.ts";

/** Returns the problems that stand within an expression, by the letters of its text. */
export function fieldMarks(asked: AskedCell, fields: readonly FormField[]): readonly FieldMark[] {
  if (asked.problems.length === 0) return [];
  const markers = markersOf(asked);
  return expressionsIn(fields).flatMap(({ path, text }) =>
    markers.flatMap((marker) => markWithin(asked, { path, text, marker }))
  );
}

interface Expression {
  readonly path: FormField["path"];
  readonly text: string;
}

function expressionsIn(fields: readonly FormField[]): readonly Expression[] {
  return fields.flatMap(({ path, control }) =>
    control.type === "expression" && control.value !== null
      ? [{ path, text: control.value }]
      : expressionsIn(fieldsWithin(control))
  );
}

/** A letter of the text may stand elsewhere in the body, where it is folded or quoted. */
function markWithin(
  { cell, text: body }: AskedCell,
  { path, text, marker }: Expression & { readonly marker: Marker },
): readonly FieldMark[] {
  // A measure that is one text has no `value` of its own.
  const place = path.at(-1) === "value" ? path.slice(0, -1) : path;
  const offsetOf = (letter: number) => offsetInBody(cell.body, place, { letter });
  if (marker.from < offsetOf(0) || marker.from > offsetOf(text.length - 1)) return [];
  let [from, beyond] = [0, text.length];
  while (beyond - from > 1) {
    const middle = (from + beyond) >> 1;
    if (offsetOf(middle) <= marker.from) from = middle;
    else beyond = middle;
  }
  const word = body.slice(marker.from, marker.to);
  const isWord = text.startsWith(word, from);
  return [{ path, from, to: isWord ? from + word.length : from + 1, problem: marker.problem }];
}
