/**
 * Numbers and periods as people read them: en-US thousands, a true minus, units,
 * and an en dash where there is no value. Terminals, charts and pages share this.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { clockTime } from "@/lib/time_zone.ts";

/** What stands where there is no value. */
export const NOTHING = "–";

/** Names of months, January first. */
export const MONTHS: readonly string[] = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
  .split(" ");

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));
const COMPACT_SUFFIXES: Readonly<Record<string, string>> = { K: "k", M: "m", B: "bn", T: "tn" };

/** How a number is written; what is left out is chosen from the value. */
export interface NumberStyle {
  /** A currency code, "%" (the number is a ratio: 0.1 is 10%) or a word; `null` for none. */
  readonly unit?: string | null;
  /** Digits after the decimal sign. */
  readonly decimals?: number;
  /** Whether to write 412k for 412,345. */
  readonly compact?: boolean;
}

/** How a value moved from what it was before. */
export interface Change {
  /** The share it rose or fell by; `null` where before is missing or zero. */
  readonly ratio: number | null;
  /** Such as "+8.1%", "−2.4 points" for percentages, "unchanged", or an en dash. */
  readonly text: string;
  readonly direction: "up" | "down" | "flat" | "unknown";
}

/** Intl's constructors cost far more than their use. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat("en-US", options);
  formatters.set(key, made);
  return made;
}

/** Whether a unit is written before the number, as currencies are. */
export function isCurrency(unit: string | null | undefined): unit is string {
  return typeof unit === "string" && CURRENCIES.has(unit);
}

/** Returns as many decimals as one value needs to be told: none from 1,000 on. */
function decimalsOf(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return 0;
  if (size >= 100) return 1;
  if (size >= 1 || size === 0) return 2;
  return Math.min(6, 2 - Math.floor(Math.log10(size)));
}

/** Returns the decimals that line up a column: as few as tell its values, two at most from 1 on. */
export function columnDecimals(values: readonly (number | null)[]): number {
  const finite = values.filter((value): value is number => value !== null && isFinite(value));
  const largest = finite.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const most = largest === 0 || largest >= 1 ? 2 : decimalsOf(largest) + 1;
  for (let decimals = 0; decimals < most; decimals++) {
    const scale = 10 ** decimals;
    const isTold = (value: number) =>
      Math.abs(Math.round(value * scale) / scale - value) <= 1e-9 * Math.max(1, Math.abs(value));
    if (finite.every(isTold)) return decimals;
  }
  return most;
}

/** What six decimals would write as nothing, and what the words for large numbers end at. */
const LEAST = 5e-7;
const GREATEST = 1e15;

/** Whether only powers of ten tell a number: no money, and no share, is that small. */
function isBeyondWords(value: number, { unit = null, decimals, compact }: NumberStyle): boolean {
  const size = Math.abs(value);
  if (compact === true && size >= GREATEST) return true;
  return size > 0 && size < LEAST && decimals === undefined && unit !== "%" && !isCurrency(unit);
}

/** Writes a number with its unit; an en dash for `null` and NaN. */
export function formatNumber(value: number | null, style: NumberStyle = {}): string {
  if (value === null || Number.isNaN(value)) return NOTHING;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const { unit = null, compact = false } = style;
  const shown = unit === "%" ? value * 100 : value;
  const isCompact = compact && Math.abs(shown) >= 1000;
  const number = isBeyondWords(shown, style)
    ? Number(shown.toPrecision(3)).toExponential().replace("+", "")
    : isCompact
    ? compactNumber(shown, unit)
    : plainNumber(shown, unit, style.decimals ?? shownDecimals(shown, unit));
  const signed = number.replaceAll("-", "−");
  if (unit === "%") return `${signed}%`;
  return unit === null || unit === "" || isCurrency(unit) ? signed : `${signed} ${unit}`;
}

/** Returns the digits after the decimal sign that a number is told with where nobody says how many. */
export function shownDecimals(value: number, unit: string | null): number {
  if (unit === "%") return Math.abs(value) >= 100 ? 0 : 1;
  if (isCurrency(unit)) return Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : 2;
  return decimalsOf(value);
}

function plainNumber(value: number, unit: string | null, decimals: number): string {
  const options: Intl.NumberFormatOptions = {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: "negative",
  };
  return isCurrency(unit)
    ? formatterFor(`${unit}:${decimals}`, { ...options, style: "currency", currency: unit })
      .format(value)
    : formatterFor(`:${decimals}`, options).format(value);
}

function compactNumber(value: number, unit: string | null): string {
  const options: Intl.NumberFormatOptions = {
    notation: "compact",
    maximumSignificantDigits: 3,
  };
  const text = isCurrency(unit)
    ? formatterFor(`${unit}:compact`, { ...options, style: "currency", currency: unit })
      .format(value)
    : formatterFor(":compact", options).format(value);
  return text.replace(/[KMBT]$/, (suffix) => COMPACT_SUFFIXES[suffix]);
}

/** Tells how a value moved; percentages move by points, all else by a share of what was before. */
export function formatChange(
  value: number | null,
  before: number | null,
  unit: string | null = null,
): Change {
  if (value === null || before === null || !isFinite(value) || !isFinite(before)) {
    return { ratio: null, text: NOTHING, direction: "unknown" };
  }
  const difference = value - before;
  const direction = difference > 0 ? "up" : difference < 0 ? "down" : "flat";
  const ratio = before === 0 ? null : difference / Math.abs(before);
  if (direction === "flat") return { ratio, text: "unchanged", direction };
  const sign = difference > 0 ? "+" : "−";
  if (unit === "%") {
    const points = formatNumber(Math.abs(difference) * 100, { decimals: 1 });
    return { ratio, text: `${sign}${points} points`, direction };
  }
  const size = ratio === null
    ? formatNumber(Math.abs(difference), { unit, compact: true })
    : formatNumber(Math.abs(ratio), { unit: "%", compact: true });
  return { ratio, text: `${sign}${size}`, direction };
}

/** How long periods are, and by whose clocks hours are told: those of UTC where nothing is said. */
export interface PeriodStyle {
  readonly grain: Grain;
  readonly zone?: string;
}

/**
 * Writes a period by its start: "5 Jan 2026", "Jan 2026", "Q1 2026"; other text as it is. Of an hour
 * that is a moment it says that its clock is UTC; by other clocks it says so only of two that look alike.
 */
export function formatPeriod(period: string, style: Grain | PeriodStyle): string {
  const { grain, zone = "UTC" } = typeof style === "string" ? { grain: style } : style;
  if (grain === "hour" && zone !== "UTC" && MOMENT.test(period)) {
    const { text, offset } = clockTime(zone, Date.parse(period));
    return `${formatPeriod(text, "hour")}${offset === null ? "" : ` ${offset}`}`;
  }
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(period);
  if (match === null) return period;
  const [, year, month, day, time] = match;
  const monthName = MONTHS[Number(month) - 1] ?? month;
  const dayText = `${Number(day)} ${monthName} ${year}`;
  switch (grain) {
    case "hour":
      return `${dayText}, ${time ?? "00:00"}${
        time !== undefined && period.endsWith("Z") ? " UTC" : ""
      }`;
    case "day":
      return dayText;
    case "week":
      return `week of ${dayText}`;
    case "month":
      return `${monthName} ${year}`;
    case "quarter":
      return `Q${Math.ceil(Number(month) / 3)} ${year}`;
    case "year":
      return year;
  }
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** Writes a moment by the clocks of a zone: "31 Jan 2026, 11:20"; a day as one, other text as it is. */
export function formatMoment(text: string, zone: string): string {
  if (!MOMENT.test(text)) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatPeriod(text, "day") : text;
  }
  const parts = new Map<string, string>(
    momentParts(zone).formatToParts(new Date(text)).map(({ type, value }) => [type, value]),
  );
  const [year, month, day, hour, minute] = ["year", "month", "day", "hour", "minute"]
    .map((type) => String(parts.get(type)));
  return formatPeriod(`${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}`, "hour");
}

const zones = new Map<string, Intl.DateTimeFormat>();

function momentParts(zone: string): Intl.DateTimeFormat {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const digits = "2-digit" as const;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
  });
  zones.set(zone, made);
  return made;
}

/** Writes how long something took: "0.4 ms", "12 ms", "1.2 s", "2 min 5 s". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
