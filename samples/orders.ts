/**
 * A shop's orders of a year, as an export hands them out: weekly and yearly seasons,
 * a promotion, an outage, and what an analyst has to clean away.
 *
 * @module
 */
import { daysFrom, makeRandom, type Random } from "./random.ts";

const HEADER = "Order ID,Order Date,Region,Product Category,Units Sold,Unit Price,Revenue,Status," +
  "Customer ID";

const REGIONS = [["North", 34], ["South", 22], ["East", 24], ["West", 20]] as const;

interface Category {
  readonly name: string;
  /** In the middle; single prices vary by a third. */
  readonly price: number;
  /** The most in one order. */
  readonly units: number;
}

const CATEGORIES: readonly (readonly [Category, number])[] = [
  [{ name: "Electronics", price: 180, units: 4 }, 24],
  [{ name: "Home Appliances", price: 240, units: 2 }, 14],
  [{ name: "Clothing", price: 45, units: 5 }, 26],
  [{ name: "Grocery", price: 16, units: 12 }, 28],
  [{ name: "Toys", price: 28, units: 4 }, 8],
];

/** Orders of each weekday against the mean, from Sunday. */
const WEEK = [0.82, 1.02, 0.95, 0.94, 1.0, 1.18, 1.09];

/** Days on which something happened, and what it did to the number of orders. */
const EVENTS: Readonly<Record<string, number>> = {
  "2025-11-27": 1.6,
  "2025-11-28": 3.1,
  "2025-11-29": 2.2,
  "2025-12-25": 0.35,
  "2026-01-01": 0.4,
  // The payment provider was down from the early morning on.
  "2026-02-17": 0.12,
  "2026-04-16": 2.3,
  "2026-04-17": 2.1,
};

/** Writes about 12,000 orders from 2025-07-01 to 2026-06-30. */
export function makeOrders(): string {
  const random = makeRandom(20260701);
  const lines = [HEADER];
  const days = daysFrom("2025-07-01", 365);
  let number = 100_000;
  days.forEach((day, i) => {
    const orders = random.count(expectedOrders(day, i));
    for (let k = 0; k < orders; k++) {
      const line = orderLine(random, { day, number: ++number, isRecent: i >= days.length - 6 });
      lines.push(line);
      if (random.next() < 0.002) lines.push(line);
    }
  });
  const odd = lines.findIndex((line) => line.includes(",2026-02-27,"));
  lines.splice(odd, 1, lines[odd].replace(",2026-02-27,", ",2026-02-30,"));
  return `${lines.join("\n")}\n`;
}

function expectedOrders(day: string, i: number): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const growth = 1 + 0.18 * i / 365;
  // Highest in the middle of December, lowest in the middle of June.
  const season = 1 + 0.16 * Math.cos(2 * Math.PI * (i - 168) / 365);
  return 29 * WEEK[weekday] * growth * season * (EVENTS[day] ?? 1);
}

function orderLine(
  random: Random,
  { day, number, isRecent }: {
    readonly day: string;
    readonly number: number;
    readonly isRecent: boolean;
  },
): string {
  const region = random.pick(REGIONS);
  const category = random.pick(CATEGORIES);
  const units = random.whole(1, category.units);
  const cents = Math.max(99, Math.round(category.price * Math.exp(0.35 * random.normal()) * 100));
  const status = random.pick(
    isRecent
      ? [["Pending", 55], ["Shipped", 30], ["Delivered", 8], ["Cancelled", 7]] as const
      : [["Delivered", 80], ["Shipped", 11], ["Cancelled", 7], ["Pending", 2]] as const,
  );
  const isBlank = random.next() < 0.003;
  const revenue = isBlank ? "" : money(units * cents);
  const customer = random.next() < 0.02 ? "" : `C${1000 + Math.floor(4000 * random.next() ** 2)}`;
  return `O-${number},${day},${region},${category.name},${units},$${money(cents)},${revenue},` +
    `${spelled(status, random)},${customer}`;
}

/** One status in a hundred is typed by hand. */
function spelled(status: string, random: Random): string {
  const roll = random.next();
  return roll < 0.005 ? status.toLowerCase() : roll < 0.01 ? `${status} ` : status;
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}

/**
 * Six orders of one quarter, with round figures: revenue 684,000 from 640 units, of it
 * 24,000 cancelled; North 466,500, South 20,250, East 88,000, West 109,250; Electronics
 * 639,750, Home Appliances 44,250.
 */
export function makeQuarter(): string {
  return [
    HEADER,
    "O-1,2026-01-05,North,Electronics,210,$1250.00,262500.00,Shipped,C1001",
    "O-2,2026-01-19,South,Home Appliances,45,$450.00,20250.00,Delivered,C1002",
    "O-3,2026-02-02,East,Electronics,80,$800.00,64000.00,Shipped,C1003",
    "O-4,2026-02-14,West,Electronics,95,$1150.00,109250.00,Delivered,C1004",
    "O-5,2026-02-27,East,Home Appliances,40,$600.00,24000.00,Cancelled,C1003",
    "O-6,2026-03-10,North,Electronics,170,$1200.00,204000.00,Shipped,C1001",
    "",
  ].join("\n");
}
