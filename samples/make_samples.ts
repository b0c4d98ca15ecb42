/**
 * Writes the samples beside this file: `deno task samples`. Their seeds are
 * fixed, so the files only change when their makers do.
 *
 * @module
 */
import { makeEvents } from "./events.ts";
import { makeOrders, makeQuarter } from "./orders.ts";
import { makeCampaigns, makeShopVisits } from "./shop_visits.ts";
import { makeWebTraffic } from "./web_traffic.ts";

/** The samples by file name. */
export const SAMPLES: Readonly<Record<string, () => string>> = {
  "orders.csv": makeOrders,
  "sales_q1_2026.csv": makeQuarter,
  "events.csv": () => makeEvents(20_000),
  "web_traffic.csv": makeWebTraffic,
  "shop_visits.csv": makeShopVisits,
  "campaigns.csv": makeCampaigns,
};

if (import.meta.main) {
  for (const [name, make] of Object.entries(SAMPLES)) {
    await Deno.writeTextFile(new URL(name, import.meta.url), make());
  }
}
