/**
 * The names that a body may give to columns.
 *
 * @module
 */
import { z } from "zod";

/** Postgres cuts longer names in silence, so that two of them would be one. */
const MAX_BYTES = 63;

const encoder = new TextEncoder();

/** A name that a database takes as it is; `room` bytes of it are kept for what is put behind it. */
export function columnName(room = 0): z.ZodString {
  const most = MAX_BYTES - room;
  return z.string().min(1)
    .refine((name) => encoder.encode(name).length <= most, `it must have at most ${most} bytes`)
    .refine((name) => !name.includes("\0"), "it must have no NUL in it");
}
