/**
 * The letter that a summary of sales goes out in.
 *
 * @module
 */
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
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
  const paragraphs = summary.split("\n\n");
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
  const link = url === null ? [] : [`The notebook: ${url}`];
  const text = [
    ...paragraphs,
    figures.map(([name, value]) => `${name}: ${value}`).join("\n"),
    ...link,
  ].join("\n\n");
  const rows = figures.map(([name, value]) =>
    `<tr><th align="left">${escaped(name)}</th><td align="right">${escaped(value)}</td></tr>`
  );
  const html = [
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    `<table cellpadding="4">${rows.join("")}</table>`,
    ...(url === null ? [] : [`<p><a href="${escaped(url)}">Open the notebook</a></p>`]),
  ].join("\n");
  return {
    id: crypto.randomUUID(),
    to,
    subject: `Sales insight: ${fileName}`,
    text,
    html,
    pictures: [],
    unsubscribeUrl: null,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]);
}
