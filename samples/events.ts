/**
 * Business events of two years: what the benchmarks measure with, in small. One value
 * in a hundred is empty, two in a thousand are no number, five rows in a thousand
 * are exact repeats.
 *
 * @module
 */
import { daysFrom, makeRandom } from "./random.ts";

const METRICS = [["revenue", 50], ["orders", 30], ["signups", 15], ["refunds", 5]] as const;
const REGIONS = ["North", "South", "East", "West"];
const CURRENCIES = [["EUR", 60], ["USD", 30], ["GBP", 10]] as const;
const DAYS = 731;

/** Days on which three times as much happened, counted from 2024-01-01. */
const BUSY = [200, 201, 430];

/** Writes about this many events from 2024-01-01 to 2025-12-31, in the order of their days. */
export function makeEvents(rows: number): string {
  const random = makeRandom(20261121);
  const lines = ["event_id,ts,source,metric,value,region,currency"];
  const days = daysFrom("2024-01-01", DAYS);
  const weights = days.map((_, i) => weightOf(i));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let id = 0;
  days.forEach((day, i) => {
    const events = random.count(rows * weights[i] / total);
    for (let k = 0; k < events; k++) {
      const time = new Date(random.whole(0, 86_399) * 1000).toISOString().slice(11, 19);
      const source = Math.min(11, Math.floor(Math.log(1 - random.next()) / Math.log(0.75)));
      const value = valueOf(random.next(), Math.exp(3 + random.normal()));
      const line = [
        ++id,
        `${day}T${time}`,
        `shop_${String(source).padStart(2, "0")}`,
        random.pick(METRICS),
        value,
        REGIONS[random.whole(0, 3)],
        random.pick(CURRENCIES),
      ].join(",");
      lines.push(line);
      if (random.next() < 0.005) lines.push(line);
    }
  });
  return `${lines.join("\n")}\n`;
}

function weightOf(i: number): number {
  const week = 1 + 0.35 * Math.sin(2 * Math.PI * i / 7);
  const year = 1 + 0.2 * Math.sin(2 * Math.PI * i / 365.25);
  return week * year * (BUSY.includes(i) ? 3 : 1);
}

function valueOf(roll: number, amount: number): string {
  if (roll < 0.01) return "";
  return roll < 0.012 ? "n/a?" : String(Math.round(amount * 100) / 100);
}
