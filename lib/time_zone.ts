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
