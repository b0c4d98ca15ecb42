/**
 * What a link shows, as a file: the same view as its page, drawn for readers.
 *
 * @module
 */
import type { Rate } from "@/lib/auth/limits/rate_limit.ts";
import { AppError } from "@/lib/errors.ts";
import { exportReport } from "@/lib/workspace/exports/reports.ts";
import type { ReportFormat } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { LinkOpened, LinkVisit } from "./contract.ts";
import { type OpenContext, openLink } from "./open_link.ts";

/** A page is printed 5 times at once, then every 20 seconds: each takes a second of a browser. */
const PRINTS: Rate = { name: "link_print", size: 5, refillMilliseconds: 20_000 };

/** Gives the bytes of the file. @throws AppError as `Links.export` says */
export async function* exportLink(
  { format, ...visit }: LinkVisit & { readonly format: ReportFormat },
  context: OpenContext,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const opened = await openLink(visit, context);
  if (opened.type !== "open") throw refusalOf(opened);
  const { now, reports, limits } = context;
  if (format === "pdf" && reports.print !== null) {
    const print = await limits.take(PRINTS, visit.token);
    if (print.type === "refused") throw tooOften(print.retryAfterSeconds);
  }
  const madeAt = now().toISOString();
  yield* exportReport(reports, opened.view, { audience: "reader", format, madeAt });
}

function refusalOf(opened: Exclude<LinkOpened, { readonly type: "open" }>): AppError {
  switch (opened.type) {
    case "gone":
      return new AppError("NOT_FOUND", "Cannot save the page as its link has ended");
    case "password_needed":
      return new AppError(
        "NOT_GRANTED",
        "Cannot save the page as its password must be given first",
      );
    case "quota":
      return tooOften(opened.retryAfterSeconds);
  }
}

function tooOften(seconds: number): AppError {
  return new AppError(
    "TOO_OFTEN",
    `Cannot save the page as its link was used too often: try again in ${seconds} seconds`,
    { retryAfterSeconds: seconds },
  );
}
