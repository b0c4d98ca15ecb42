/**
 * The letter that a summary of sales goes out in.
 *
 * @module
 */
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { type BriefChart, briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import type { Letter } from "@/lib/deliver/mail/mailer.ts";
import type { Mailbox } from "@/lib/mailbox.ts";
import type { SalesInsight } from "./contract.ts";

/** What the letter tells. */
export interface SalesLetter {
  readonly to: Mailbox;
  readonly fileName: string;
  readonly insight: Pick<SalesInsight, "summary" | "metrics">;
  /** Of the amounts; `null` where nobody told. */
  readonly currency: string | null;
  readonly charts: readonly BriefChart[];
  /** The notebook's address. */
  readonly url: string;
}

/** Returns a letter of its own for each time that it is asked for. */
export function salesLetter(
  { to, fileName, insight, currency, charts, url }: SalesLetter,
): Letter {
  const { summary, metrics } = insight;
  const money = (amount: number) => formatNumber(amount, { unit: currency });
  const day = (text: string) => formatPeriod(text, "day");
  const figures: readonly (readonly [string, string | null])[] = [
    ["Revenue", money(metrics.totalRevenue)],
    ["Without cancelled orders", money(metrics.netRevenue)],
    ["Units", metrics.totalUnits === null ? null : formatNumber(metrics.totalUnits)],
    ["Orders", formatNumber(metrics.totalRecords)],
    ["Cancelled orders", formatNumber(metrics.cancellationCount)],
    ["Days", `${day(metrics.firstDay)} to ${day(metrics.lastDay)}`],
    ["Top region", metrics.topRegion],
    ["Top category", metrics.topCategory],
  ];
  const subject = `Sales insight: ${fileName}`;
  return briefLetter({
    title: subject,
    paragraphs: summary.split("\n\n"),
    numbers: figures.flatMap(([title, value]) =>
      value === null ? [] : [{ title, value, change: null }]
    ),
    charts,
    notebookUrl: url,
  }, { id: crypto.randomUUID(), to, subject, unsubscribeUrl: null });
}
