/**
 * Dates as spreadsheets count them, told as ISO text.
 *
 * In the 1900 system day 1 is 1900-01-01 and day 60 a 29 February that never
 * was, kept for an older program's sake; in the 1904 system day 0 is 1904-01-01.
 *
 * Source: ECMA-376 part 1, section 18.17.4.
 *
 * @module
 */

const DAY_MILLISECONDS = 86_400_000;

/** 1899-12-30: from day 61 on the 1900 system counts from here. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** 9999-12-31 is the last day that spreadsheets know. */
const END = Date.UTC(10_000, 0, 1);

/** The day that never was. */
const FALSE_LEAP_DAY = 60;

/** Returns `YYYY-MM-DD`, with `THH:MM:SS` where the time is wanted or is not midnight; `null` outside the calendar. */
export function serialToIso(serial: number, system1904: boolean, withTime: boolean): string | null {
  if (!(serial >= 0)) return null;
  const day = Math.floor(serial);
  if (!system1904 && (day === 0 || day === FALSE_LEAP_DAY)) return null;
  const epoch = system1904 ? EPOCH_1904 : EPOCH_1900;
  const shift = !system1904 && serial < FALSE_LEAP_DAY ? DAY_MILLISECONDS : 0;
  const milliseconds = epoch + shift + Math.round(serial * DAY_MILLISECONDS);
  if (milliseconds >= END) return null;
  const iso = new Date(milliseconds).toISOString();
  const time = iso.slice(11, 23).replace(/\.000$/, "");
  return withTime || time !== "00:00:00" ? `${iso.slice(0, 10)}T${time}` : iso.slice(0, 10);
}

/** Returns `HH:MM:SS` of a part of a day; hours run beyond 24 for more than a day. */
export function serialToTime(serial: number): string {
  const milliseconds = Math.round(Math.abs(serial) * DAY_MILLISECONDS);
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = milliseconds % 1000;
  const fraction = rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`;
  return `${serial < 0 ? "-" : ""}${two(Math.floor(seconds / 3600))}:` +
    `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
}
