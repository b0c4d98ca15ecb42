/**
 * A German shop's visits by day: fewer on holidays, more in campaigns, almost none in an outage.
 *
 * @module
 */
import { daysFrom, makeRandom } from "./random.ts";

/** Visits of each weekday against the mean, from Sunday. */
const WEEK = [0.55, 1.05, 1.0, 1.02, 1.1, 1.28, 1.0];

/** The days off in all of Germany, as its laws have them. */
const HOLIDAYS = new Set([
  ..."2024-01-01 2024-03-29 2024-04-01 2024-05-01 2024-05-09 2024-05-20".split(" "),
  ..."2024-10-03 2024-12-25 2024-12-26".split(" "),
  ..."2025-01-01 2025-04-18 2025-04-21 2025-05-01 2025-05-29 2025-06-09".split(" "),
  ..."2025-10-03 2025-12-25 2025-12-26".split(" "),
  ..."2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25".split(" "),
]);

/** A campaign or an outage, and what it makes of visits. */
interface Happening {
  readonly name: string;
  readonly from: string;
  readonly until: string;
  readonly effect: "" | "mute";
  readonly factor: number;
}

const HAPPENINGS: readonly Happening[] = [
  sale("Spring sale", "2024-04-08", "2024-04-14", 1.5),
  sale("Black week", "2024-11-25", "2024-11-30", 1.9),
  sale("Spring sale", "2025-04-07", "2025-04-13", 1.5),
  { name: "Outage", from: "2025-09-16", until: "2025-09-17", effect: "mute", factor: 0.04 },
  sale("Black week", "2025-11-24", "2025-11-29", 1.9),
  sale("Spring sale", "2026-04-13", "2026-04-19", 1.5),
  sale("Summer sale", "2026-07-06", "2026-07-12", 1.4),
];

/** A day on which a film was shot in the shop, which no calendar tells. */
const FILM = "2026-02-17";

function sale(name: string, from: string, until: string, factor: number): Happening {
  return { name, from, until, effect: "", factor };
}

/** Writes the days from 2024-01-01 to 2026-06-30. */
export function makeShopVisits(): string {
  const random = makeRandom(20260701);
  const lines = ["day,visits,orders"];
  for (const [i, day] of daysFrom("2024-01-01", 912).entries()) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const growth = 1 + 0.2 * i / 912;
    const holiday = HOLIDAYS.has(day) ? 0.3 : 1;
    const happening = HAPPENINGS.find(({ from, until }) => from <= day && day <= until);
    const noise = Math.exp(0.05 * random.normal());
    const film = day === FILM ? 1.8 : 1;
    const factor = WEEK[weekday] * growth * holiday * (happening?.factor ?? 1) * noise * film;
    const visits = Math.round(640 * factor);
    lines.push(`${day},${visits},${random.count(0.08 * visits)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Writes what a calendar of campaigns would have: one more is still to come. */
export function makeCampaigns(): string {
  const rows = HAPPENINGS.map(({ name, from, until, effect }) => `${name},${from},${until},${effect}`);
  return `name,from,until,effect\n${rows.join("\n")}\n`;
}
