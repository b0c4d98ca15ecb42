/**
 * Decides the order of day, month and year of dates that are three numbers.
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ColumnOptions, DateOrder } from "@/lib/read/options.ts";
import type { Evidence } from "./evidence.ts";
import { triples } from "./fits.ts";
import type { FileVotes } from "./votes.ts";

const NAMES: Readonly<Record<DateOrder, string>> = {
  dmy: "day, month, year",
  mdy: "month, day, year",
  ymd: "year, month, day",
};

/** The order, and how to tell it. */
export interface OrderReading {
  readonly order: DateOrder;
  decisions(column: string): readonly Decision[];
}

/** Takes the order under which most dates exist; other columns settle a tie. */
export function decideDateOrder(
  evidence: Evidence,
  own: ColumnOptions,
  votes: FileVotes,
): OrderReading {
  const { order, why, doubtful } = orderOf(evidence, own, votes);
  const { dmyOnly, mdyOnly } = evidence;
  return {
    order,
    decisions: (column) => [{
      what: "date order",
      column,
      chosen: order,
      evidence: `${why}; of ${triples(evidence)} dates ${dmyOnly} can only be day first, ` +
        `${mdyOnly} only month first (${NAMES[order]})`,
      doubtful,
      alternatives: doubtful ? [order === "dmy" ? "mdy" : "dmy"] : [],
    }],
  };
}

function orderOf(evidence: Evidence, own: ColumnOptions, votes: FileVotes) {
  const told = (order: DateOrder, why: string, doubtful: boolean) => ({ order, why, doubtful });
  if (own.date_order !== undefined) return told(own.date_order, "the option", false);
  const { dmy, mdy, ymd, dmyOnly, mdyOnly } = evidence;
  if (ymd > dmy && ymd > mdy) return told("ymd", "most dates exist so", false);
  if (dmy !== mdy) {
    return told(dmy > mdy ? "dmy" : "mdy", "most dates exist so", Math.min(dmyOnly, mdyOnly) > 0);
  }
  if (votes.dayFirst !== votes.monthFirst) {
    return told(votes.dayFirst > votes.monthFirst ? "dmy" : "mdy", "other columns say so", true);
  }
  if (triples(evidence) > 2 && evidence.firstConstant !== evidence.secondConstant) {
    // A month's first days, one a month: the number that never changes is the day.
    return told(evidence.firstConstant ? "dmy" : "mdy", "the day never changes", true);
  }
  if (evidence.dotted * 2 > triples(evidence)) {
    return told("dmy", "points between the numbers are written where the day comes first", true);
  }
  if (votes.comma > votes.point || votes.delimiter === ";") {
    return told("dmy", "the numbers of the file are written as in Europe", true);
  }
  return told("mdy", "nothing tells, the usual reading of other programs", true);
}
