/**
 * The header in which an open page says which outputs it shows: `cell=key cell=key`, each key cut
 * to its first letters.
 *
 * @module
 */

export const KNOWN_HEADER = "Daybook-Known";

/** So many letters of a key tell it from all others. */
export const KEY_LETTERS = 16;

/** A longer header is not sent: servers refuse it. */
export const LONGEST_HEADER = 6000;
