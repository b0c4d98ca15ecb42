/**
 * Whole numbers that are times: seconds or milliseconds since 1970, of the years 1990 to 2100, in which
 * no number can be both.
 *
 * @module
 */

/** The seconds of 1990-01-01 and of 2100-01-01. */
const FIRST = 631_152_000;
const LAST = 4_102_444_800;

/** Whether a number is a time in seconds. */
export function isEpochSeconds(value: number): boolean {
  return value >= FIRST && value <= LAST;
}

/** Whether a number is a time in milliseconds. */
export function isEpochMilliseconds(value: number): boolean {
  return value >= FIRST * 1000 && value <= LAST * 1000;
}
