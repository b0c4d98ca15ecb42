/**
 * Turns a fault of some YAML into a problem with its place in the file.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Body } from "@/lib/notebook/model.ts";
import { fileOffset } from "@/lib/notebook/place.ts";
import { lineAndColumn, type LineStarts } from "./lines.ts";
import type { Fault } from "./yaml.ts";

/** Where the YAML stands. */
export interface Surroundings {
  readonly fileName: string;
  readonly lineStarts: LineStarts;
  readonly cell: string | null;
}

/** Makes a problem of a fault. */
export function problemOfFault(
  fault: Fault,
  body: Body,
  { fileName, lineStarts, cell }: Surroundings,
): Problem {
  return {
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: fault.message,
    remedy: fault.remedy,
    place: {
      file: fileName,
      ...(cell === null ? {} : { cell }),
      ...lineAndColumn(lineStarts, fileOffset(body, fault.offset)),
    },
  };
}
