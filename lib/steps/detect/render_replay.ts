/**
 * Tells how many alerts the past would have raised, with the setting in use and with others.
 *
 * @module
 */
import type { DetailsBlock, TableBlock } from "@/lib/chart/block.ts";
import { columnDecimals, formatNumber } from "@/lib/chart/format.ts";
import type { ReplayFacts, Setting } from "./facts.ts";

/** What the scores of all methods but a forest mean. */
const SCORE_WORDS = " 3 deviations score 50 of 100, 9 score 75.";

const WHICH: Readonly<Record<ReplayFacts["sides"], string>> = {
  past: "Each point is judged by what was known before it",
  both: "Each point is judged by all others",
  trained: "Of what the forest is trained on, each point is judged by all others",
};

/** Returns one line with a table behind it, from whose rows a setting can be chosen. */
export function tellReplay(replay: ReplayFacts): DetailsBlock {
  const { settings, per, budget } = replay;
  const used = settings.find((one) => one.used);
  const wanted = budget === null ? "" : `, for a budget of ${plain(budget.alerts)} a ${budget.per}`;
  return {
    type: "details",
    summary: `About ${alertWords(usedRate(replay))} a ${per} at ${
      settingWords(used, replay)
    }${wanted}`,
    name: "Alerts at each setting",
    badge: null,
    blocks: [
      {
        type: "text",
        paragraphs: [[{
          kind: "plain",
          text: `${WHICH[replay.sides]}, labels are left aside.${
            replay.key === "threshold" ? SCORE_WORDS : ""
          }`,
        }]],
      },
      listSettings(replay),
    ],
  };
}

function listSettings(replay: ReplayFacts): TableBlock {
  const { key, settings, per } = replay;
  return {
    type: "table",
    title: "Alerts that each setting would have raised",
    columns: [
      { name: key ?? "score", type: "float", unit: key === "contamination" ? "%" : null },
      { name: `a ${per}`, type: "float", unit: null },
      { name: "in all", type: "integer", unit: null },
    ],
    rows: settings.map((one) => [one.value, rateOf(one, replay), one.alerts]),
    total: settings.length,
    ...(key === null ? {} : {
      sets: {
        key,
        values: settings.map(({ value }) => value),
        used: settings.findIndex(({ used }) => used),
        clears: "budget",
      },
    }),
  };
}

/** Returns the alerts a span with the setting in use. */
export function usedRate(replay: ReplayFacts): number | null {
  const used = replay.settings.find((one) => one.used);
  return used === undefined ? null : rateOf(used, replay);
}

/** Alerts a span, as exact as it is told: a few a year are not none a month. */
function rateOf({ alerts }: Setting, { spans }: ReplayFacts): number {
  const rate = alerts / spans;
  return Number(rate.toFixed(rate < 1 ? 2 : 1));
}

function alertWords(rate: number | null): string {
  return `${plain(rate)} ${rate === 1 ? "alert" : "alerts"}`;
}

/** With no more digits than tell it. */
function plain(value: number | null): string {
  return formatNumber(value, { decimals: columnDecimals([value]) });
}

function settingWords(used: Setting | undefined, { key }: ReplayFacts): string {
  const value = used?.value ?? null;
  if (key === "contamination") return `a share of ${formatNumber(value, { unit: "%" })}`;
  if (key === null) return `a score above ${plain(value)}`;
  return `${plain(value)} ${value === 1 ? "deviation" : "deviations"}`;
}
