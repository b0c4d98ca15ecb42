/**
 * The letter that a summary of sales goes out in.
 *
 * @module
 */
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import type { Letter } from "@/lib/deliver/mail/mailer.ts";
import type { Mailbox } from "@/lib/mailbox.ts";
import type { SalesInsight } from "./contract.ts";

/** What the letter tells. */
export interface SalesLetter {
  readonly to: Mailbox;
  readonly fileName: string;
  readonly insight: Pick<SalesInsight, "summary" | "metrics">;
  /** The notebook's address; `null` where nobody told where people open Daybook. */
  readonly url: string | null;
}

/** Returns a letter of its own for each time that it is asked for. */
export function salesLetter({ to, fileName, insight, url }: SalesLetter): Letter {
  const { summary, metrics } = insight;
  const days = { grain: "day" } as const;
  const figures: readonly (readonly [string, string])[] = [
    ["Revenue", formatNumber(metrics.totalRevenue)],
    ["Without cancelled orders", formatNumber(metrics.netRevenue)],
    ...(metrics.totalUnits === null ? [] : [["Units", formatNumber(metrics.totalUnits)] as const]),
    ["Orders", formatNumber(metrics.totalRecords)],
    ["From", formatPeriod(metrics.firstDay, days.grain)],
    ["To", formatPeriod(metrics.lastDay, days.grain)],
    ...(metrics.topRegion === null ? [] : [["Top region", metrics.topRegion] as const]),
    ...(metrics.topCategory === null ? [] : [["Top category", metrics.topCategory] as const]),
    ["Cancelled orders", formatNumber(metrics.cancellationCount)],
  ];
  const subject = `Sales insight: ${fileName}`;
  return briefLetter({
    title: subject,
    paragraphs: summary.split("\n\n"),
    numbers: figures.map(([title, value]) => ({ title, value, change: null })),
    charts: [],
    notebookUrl: url,
  }, { id: crypto.randomUUID(), to, subject, unsubscribeUrl: null });
}
