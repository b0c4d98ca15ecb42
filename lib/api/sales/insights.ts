/**
 * Insights of files of sales, by mail.
 *
 * @module
 */
import { json } from "@/lib/api/answer.ts";
import type { Api } from "@/lib/api/environment.ts";
import { operation } from "@/lib/api/operation.ts";
import { AppError } from "@/lib/errors.ts";
import type { SalesInsight } from "@/lib/workspace/sales/contract.ts";
import { readSalesForm } from "./form.ts";
import { FORM, INSIGHT } from "./schemas.ts";

/** A preview is cut behind a sentence. */
const PREVIEW_CHARACTERS = 500;

const MAKE = operation({
  method: "post",
  path: "/api/v1/sales/insights",
  operationId: "makeSalesInsight",
  tags: ["Sales"],
  summary: "Computes the key figures of a file of sales, writes a summary of them, and mails it",
  access: "messages:send",
  slow: true,
  errors: [413, 415, 502, 504],
  request: { body: { required: true, content: { "multipart/form-data": { schema: FORM } } } },
  responses: { 200: json("The key figures, and whether the summary went out", INSIGHT) },
});

/** Adds what makes insights. */
export function addSales(api: Api): void {
  api.openapi(MAKE, async (c) => {
    const { workspace, remoteAddress } = c.env;
    const { mostBytes } = await workspace.sales.admit({ address: remoteAddress });
    const { file, email } = await readSalesForm(c.req.raw, mostBytes);
    const insight = await workspace.sales.insight(
      {
        fileName: file.name,
        mediaType: file.type,
        email,
        origin: new URL(c.req.url).origin,
        address: remoteAddress,
      },
      file.stream(),
    );
    return c.json(answerOf(insight), 200);
  });
}

/** @throws AppError OUTSIDE_FAILED, TIME_LIMIT where the letter did not go */
function answerOf(insight: SalesInsight) {
  const { recipient, mail, summary, metrics, model, columns, formulas, notebook } = insight;
  if (mail.type === "failed") {
    const perhaps = mail.perhapsSent ? "; it may have gone all the same" : "";
    throw new AppError(
      mail.timedOut ? "TIME_LIMIT" : "OUTSIDE_FAILED",
      `Cannot send the summary as the mail server must take it: current value is ` +
        `"${mail.why}"${perhaps}. The figures are at ${notebook.url}`,
    );
  }
  const isSent = mail.type === "sent";
  return {
    status: isSent ? "success" as const : "not_sent" as const,
    message: isSent
      ? `The summary was sent to ${recipient}`
      : `The summary was not sent to ${recipient}, as no mail is set up`,
    recipient,
    summary_preview: previewOf(summary),
    metrics: {
      total_revenue: metrics.totalRevenue,
      net_revenue: metrics.netRevenue,
      total_units_sold: metrics.totalUnits,
      total_records: metrics.totalRecords,
      date_range: `${metrics.firstDay} to ${metrics.lastDay}`,
      top_region: metrics.topRegion,
      top_product_category: metrics.topCategory,
      revenue_by_region: { ...metrics.revenueByRegion },
      revenue_by_category: { ...metrics.revenueByCategory },
      status_breakdown: { ...metrics.statusBreakdown },
      cancellation_count: metrics.cancellationCount,
      cancellation_revenue: metrics.cancellationRevenue,
      best_transaction: { ...metrics.bestTransaction },
    },
    model,
    columns: columns.map((use) => ({ ...use })),
    formulas: { count: formulas.count, first: formulas.first.map((one) => ({ ...one })) },
    notebook: { ...notebook },
  };
}

function previewOf(summary: string): string {
  if (summary.length <= PREVIEW_CHARACTERS) return summary;
  const start = summary.slice(0, PREVIEW_CHARACTERS);
  const end = start.lastIndexOf(". ");
  return end < 0 ? `${start.toWellFormed()}…` : start.slice(0, end + 1);
}
