/**
 * Adds up the requests that the processes before the engine have counted.
 *
 * @module
 */
import type { Auth } from "@/lib/auth/auth.ts";
import type { Access } from "./contract.ts";
import { rateNamed, type RequestRates } from "./request_rates.ts";

/** Of a key that is over its rate nothing more is noted for so long. */
const NEWS_MILLISECONDS = 60_000;
const MOST_KEYS = 10_000;

/** Makes what adds them up in the database, and notes what was refused. */
export function createRequestCount(
  { limits, audit, rates, now = Date.now }: Pick<Auth, "limits" | "audit"> & {
    readonly rates: RequestRates;
    readonly now?: () => number;
  },
): Access["countRequests"] {
  const notedAt = new Map<string, number>();

  async function note(limit: string, key: string): Promise<void> {
    const name = `${limit} ${key}`;
    if (now() - (notedAt.get(name) ?? -Infinity) < NEWS_MILLISECONDS) return;
    notedAt.delete(name);
    notedAt.set(name, now());
    const [oldest] = notedAt.keys();
    if (notedAt.size > MOST_KEYS) notedAt.delete(oldest);
    const [kind, value] = key.split(" ");
    const account = kind === "address" || value === "owner" ? null : value;
    const address = kind === "address" ? value : null;
    await audit.note({ event: "rate_limit_hit", account, address, details: { limit, by: kind } });
  }

  return async ({ told }) => {
    const fullAt: number[] = [];
    for (const { rate: name, key, uses, since, refused } of told) {
      const rate = rateNamed(rates, name);
      if (rate !== null && refused) await note(name, key);
      fullAt.push(rate === null ? 0 : await limits.add(rate, key, { uses, since }));
    }
    return fullAt;
  };
}
