/**
 * Where a list goes on: a text that programs hand back as it is.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { AppError } from "@/lib/errors.ts";

/** So many items are on a page unless told otherwise, and at most. */
const PAGE_ITEMS = 100;
const MOST_ITEMS = 1000;

/** The parameters of every list. */
export const LIST_QUERY = {
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS).default(PAGE_ITEMS).openapi({
    description: "So many at most",
  }),
  cursor: z.string().max(2000).optional().openapi({
    description: "Where the list goes on: `next_cursor` of the page before",
  }),
};

/** What every list tells beside its items. */
export const NEXT_CURSOR = z.string().nullable().openapi({
  description: "Asks for what comes next; null at the end",
});

/** Returns a place in a list as a cursor. */
export function writeCursor(place: string | null): string | null {
  return place === null ? null : new TextEncoder().encode(place).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

/** Returns the place of a cursor; `null` at the beginning. @throws AppError BAD_PARAMETER */
export function readCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    const place = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!place.includes("\0")) return place;
  } catch {
    // It is refused below.
  }
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot go on as cursor must be one that a list gave: current value is none of these",
    {
      problems: [{
        severity: "error",
        code: "BAD_PARAMETER",
        message: "This is no cursor that a list gave",
        place: { key: "cursor" },
        remedy: "Leave it out to begin at the beginning",
      }],
    },
  );
}
