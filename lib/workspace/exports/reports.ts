/**
 * A notebook's page as a file for reading: HTML that needs nothing else, and PDF printed of it.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { NotebookView, ReportFormat } from "@/lib/workspace/notebooks/notebook_view.ts";

/** Draws and prints reports; given by whoever starts the workspace. */
export interface Reports {
  /** Returns one HTML file. For a reader it says no more than the page of a shared link. */
  render(view: NotebookView, options: ReportOptions): Promise<string>;
  /**
   * Makes a PDF of one HTML file; `null` where no program is set that prints.
   * @throws AppError TIME_LIMIT, PROCESS_ENDED, BAD_SETTING
   */
  readonly print: ((html: string) => Promise<Uint8Array<ArrayBuffer>>) | null;
}

/** Who reads a report, and when it is made. */
export interface ReportOptions {
  readonly audience: "owner" | "reader";
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
}

/** Gives the bytes of the file. @throws AppError UNSUPPORTED_FORMAT where nothing prints PDF */
export async function* exportReport(
  reports: Reports,
  view: NotebookView,
  { format, ...options }: ReportOptions & { readonly format: ReportFormat },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { print } = reports;
  if (format === "pdf" && print === null) throw nothingPrints();
  const html = await reports.render(view, options);
  yield print !== null && format === "pdf" ? await print(html) : new TextEncoder().encode(html);
}

function nothingPrints(): AppError {
  const message = "Cannot make a PDF as the setting CHROMIUM must name a Chromium or Chrome: " +
    "current value is missing";
  const remedy = "Start Daybook with CHROMIUM set to the program's path, or open the app view " +
    "and print it from the browser: it has styles for paper";
  const problem = {
    severity: "error",
    code: "UNSUPPORTED_FORMAT",
    message,
    place: {},
    remedy,
  } as const;
  return new AppError("UNSUPPORTED_FORMAT", message, { problems: [problem] });
}
