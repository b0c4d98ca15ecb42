/**
 * Parses records of JSON, and keeps the text of the last one.
 *
 * @module
 */
import { membersOf, openedObject } from "./json_text.ts";
import type { SentRow } from "./sent_row.ts";
import { RecordParser } from "@/lib/read/formats/json_record.ts";

/** What a record is, beside the fields that a `RecordParser` tells. */
export class TextParser extends RecordParser {
  /** The record as it is written. */
  text = "";

  override parse(text: string, at: number, ended: boolean): number {
    const end = super.parse(text, at, ended);
    this.text = text.slice(at, end);
    return end;
  }

  /** What the column of a name holds; `null` where the record lacks it. */
  textAt(name: string): string | null {
    return this.values[this.columns.indexOf(name)] ?? null;
  }

  /** The values of an array, so many. */
  valuesAt(length: number): readonly (string | null)[] {
    return Array.from({ length }, (_, at) => this.textAt(`column_${at + 1}`));
  }
}

/** Returns the record that a parser holds, as a row of a file whose first record was of a kind. */
export function rowOf(
  parser: TextParser,
  { names, kind }: { readonly names: readonly string[]; readonly kind: TextParser["kind"] | null },
): Pick<SentRow, "text" | "whole"> {
  if (parser.kind !== kind || kind === "scalar") return { text: null, whole: parser.text };
  const text = kind === "object"
    ? openedObject(parser.text)
    : membersOf(names, parser.valuesAt(names.length));
  return { text, whole: null };
}
