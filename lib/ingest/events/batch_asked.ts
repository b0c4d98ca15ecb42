/**
 * What a request says of the events that it brings.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { DateOrder, DecimalSign } from "@/lib/read/options.ts";
import { isTimeZone, zoneName } from "@/lib/time_zone.ts";
import type { EventFormat } from "./file_asked.ts";

/** How the events of a request are to be read. */
export interface BatchAsked {
  /** Of rows that name none; `null` where each must. */
  readonly source: string | null;
  readonly mode: "strict" | "tolerant";
  /** `null` where the file tells. */
  readonly dateOrder: DateOrder | null;
  /** Left out where the file tells. */
  readonly decimal?: DecimalSign;
  /** The zone of sources that are new; `null` where nobody says one. */
  readonly zone: string | null;
  /** `null` where the bytes tell. */
  readonly format: EventFormat | null;
  /** A label that `TextDecoder` knows; left out where the bytes tell. */
  readonly encoding?: string;
  /** Said by who sent it; left out where the bytes tell. */
  readonly compression?: "gzip";
  /** The file's name. */
  readonly name: string;
  /** The batch whose rejected rows come corrected. */
  readonly corrects: string | null;
}

const LONGEST_SOURCE = 200;

/** Returns what is asked, its names as they are kept. @throws AppError BAD_PARAMETER */
export function checkAsked(asked: BatchAsked): BatchAsked {
  const source = asked.source === null ? null : checkSource(asked.source);
  if (asked.zone !== null && !isTimeZone(asked.zone)) {
    throw refuse("zone", "must be an IANA name such as Europe/Vienna", asked.zone);
  }
  return { ...asked, source, zone: asked.zone === null ? null : zoneName(asked.zone) };
}

/** Returns the name of a source as it is kept. @throws AppError BAD_PARAMETER */
export function checkSource(name: string): string {
  const source = name.trim();
  if (source === "" || source.length > LONGEST_SOURCE) {
    throw refuse("source_name", `must have 1 to ${LONGEST_SOURCE} characters`, source);
  }
  if (source.includes("\0") || !source.isWellFormed()) {
    throw refuse("source_name", "must be text", "other signs");
  }
  return source;
}

function refuse(key: string, rule: string, value: string): AppError {
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  const message = `Cannot take events as ${key} ${rule}: current value is "${shown}"`;
  return new AppError("BAD_PARAMETER", message, {
    problems: [{ severity: "error", code: "BAD_PARAMETER", message, place: { key }, remedy: null }],
  });
}
