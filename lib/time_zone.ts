/**
 * Tells the names of time zones from other texts.
 *
 * @module
 */

/**
 * Whether a text is the IANA name of a time zone, in any case of letters. An offset such
 * as `+01:00` is none: Postgres reads its sign the other way round.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    // `Intl` has no other way to ask.
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}
