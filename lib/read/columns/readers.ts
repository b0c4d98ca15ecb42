/**
 * Makes the reader that a plan asks for.
 *
 * @module
 */
import type { Zone } from "@/lib/read/values/calendar.ts";
import { DateReader } from "./date_reader.ts";
import { FloatReader, NumberReader } from "./number_reader.ts";
import type { ReaderContext } from "./reader.ts";
import { BooleanReader, TextReader } from "./text_reader.ts";

/** The reader of one column. */
export type TypedReader = NumberReader | FloatReader | DateReader | BooleanReader | TextReader;

/** Makes the reader for the plan in the context. */
export function makeReader(context: ReaderContext, zone: Zone): TypedReader {
  switch (context.plan.type) {
    case "integer":
    case "decimal":
      return new NumberReader(context);
    case "float":
      return new FloatReader(context);
    case "boolean":
      return new BooleanReader(context);
    case "date":
    case "time":
    case "timestamp":
      return new DateReader(context, zone);
    case "text":
      return new TextReader(context);
  }
}
