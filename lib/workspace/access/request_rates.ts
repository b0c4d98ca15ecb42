/**
 * How often may be asked, by what is asked for.
 *
 * @module
 */
import type { Rate } from "@/lib/auth/limits/rate_limit.ts";
import { DEFAULT_RATES as DEFAULTS, type LimitsConfig } from "@/lib/config/limits.ts";

/** What requests are counted as: those that bring events are apart from all others. */
export type RequestKind = "requests" | "ingest";

/** The rate of each kind. */
export type RequestRates = Readonly<Record<RequestKind, Rate>>;

const MINUTE_MILLISECONDS = 60_000;

/** Returns the rates of the settings: all of a minute at once, where nothing came before. */
export function requestRates(
  { requestsPerMinute, ingestsPerMinute }: Pick<
    LimitsConfig,
    "requestsPerMinute" | "ingestsPerMinute"
  >,
): RequestRates {
  const rateOf = (name: RequestKind, size: number): Rate => ({
    name,
    size,
    refillMilliseconds: MINUTE_MILLISECONDS / size,
  });
  return {
    requests: rateOf("requests", requestsPerMinute),
    ingest: rateOf("ingest", ingestsPerMinute),
  };
}

/** The rates where nobody set others. */
export const DEFAULT_RATES: RequestRates = requestRates(DEFAULTS);

/** Returns the rate of this name; `null` where there is none. */
export function rateNamed(rates: RequestRates, name: string): Rate | null {
  return Object.values(rates).find((rate) => rate.name === name) ?? null;
}
