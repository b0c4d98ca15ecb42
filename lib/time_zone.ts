/**
 * Time zones: which texts name one, and how far their clocks are ahead of UTC.
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

/** Returns the zone of this machine's clocks; UTC where they keep none that has a name. */
export function machineZone(): string {
  // The types promise a name: where TZ is "UTC+3" there is none, and where it is empty one of no zone.
  const zone: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone !== undefined && isTimeZone(zone) ? zone : "UTC";
}

/** A zone's name as it is written, in whatever case it was sent; other names of the same zone stay. */
export function zoneName(zone: string): string {
  const known = knownAs(zone);
  return known.toLowerCase() === zone.toLowerCase() ? known : zone;
}

/** Whether two names are of one zone, as `Etc/UTC` and `UTC` are. */
export function isSameZone(one: string, other: string): boolean {
  return knownAs(one) === knownAs(other);
}

function knownAs(zone: string): string {
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
}

/** A day in which clocks go on as they do as a rule is asked for once. */
const DAY = 86_400_000;

/** Offsets change at whole quarters of an hour of UTC only. */
const QUARTER = 900_000;

/** Offsets that are remembered of a zone: of some centuries by days. */
const MOST_REMEMBERED = 100_000;

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  readonly known: Map<number, number>;
}

const CLOCKS = new Map<string, ZoneClock>();

/** Returns how far the clocks of a zone are ahead of UTC at a moment, both in milliseconds. */
export function offsetAt(zone: string, moment: number): number {
  if (zone === "UTC") return 0;
  const clock = CLOCKS.get(zone) ?? clockOf(zone);
  CLOCKS.set(zone, clock);
  const day = Math.floor(moment / DAY) * DAY;
  const before = remembered(clock, day);
  return before === remembered(clock, day + DAY)
    ? before
    : remembered(clock, Math.floor(moment / QUARTER) * QUARTER);
}

function clockOf(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return { format, known: new Map() };
}

function remembered({ format, known }: ZoneClock, moment: number): number {
  const found = known.get(moment);
  if (found !== undefined) return found;
  const parts = new Map<string, string>(
    format.formatToParts(moment).map(({ type, value }) => [type, value]),
  );
  const [year, month, day, hour, minute] = ["year", "month", "day", "hour", "minute"]
    .map((type) => Number(parts.get(type)));
  const local = new Date(0);
  local.setUTCFullYear(parts.get("era") === "BC" ? 1 - year : year, month - 1, day);
  const offset = local.setUTCHours(hour, minute) - moment;
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(moment, offset);
  return offset;
}

const HOUR = 3_600_000;

/**
 * An hour is where its middle is: clocks that move by half an hour leave half ones, which begin when the
 * clocks still showed another time.
 */
const MIDDLE = HOUR / 2;

/** Returns the number of an hour by the clocks of a zone, counted from 1970; `start` is its start. */
export function clockHour(zone: string, start: number): number {
  const middle = start + MIDDLE;
  return Math.floor((middle + offsetAt(zone, middle)) / HOUR);
}

/** An hour as the clocks of a zone show it. */
export interface ClockTime {
  /** Such as `2026-10-25T02:00`. */
  readonly text: string;
  /** Such as "UTC+2", where clocks show two hours alike; else `null`. */
  readonly offset: string | null;
}

/** Returns what the clocks of a zone show at the start of an hour. */
export function clockTime(zone: string, start: number): ClockTime {
  const hour = clockHour(zone, start);
  const middle = start + MIDDLE;
  const back = offsetAt(zone, middle - DAY) - offsetAt(zone, middle + DAY);
  const isTwice = back > 0 &&
    [-back, back].some((move) => clockHour(zone, start + move) === hour);
  return {
    text: new Date(hour * HOUR).toISOString().slice(0, 16),
    offset: isTwice ? offsetText(offsetAt(zone, middle)) : null,
  };
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}${rest === 0 ? "" : `:${`${rest}`.padStart(2, "0")}`}`;
  return `UTC${offset < 0 ? "−" : "+"}${hours}`;
}
