/**
 * Draws reports in a child without rights, and prints them with the Chromium that is set.
 *
 * @module
 */
import { startChild } from "@/lib/process/child.ts";
import { printPdf } from "@/lib/process/chromium.ts";
import type { Reports } from "@/lib/workspace/exports/reports.ts";

const ENTRY = new URL("../page/notebook/report_child.ts", import.meta.url);

/** Drawing takes milliseconds, starting the child most of a second. */
const DRAW_MILLISECONDS = 30_000;

/** What printing may take, with the time that it waits for others. */
const PRINT_MILLISECONDS = 60_000;

/** Makes what draws and prints reports; nothing is started before the first one. */
export function createReports(
  { chromium, temporary }: {
    readonly chromium: string | null;
    /** The folder for what lasts no longer than a print. */
    readonly temporary: string;
  },
): Reports {
  // One at a time: a browser takes more memory than all else here.
  let last: Promise<unknown> = Promise.resolve();

  async function print(program: string, html: string): Promise<Uint8Array<ArrayBuffer>> {
    const signal = AbortSignal.timeout(PRINT_MILLISECONDS);
    const printed = last.then(() => printPdf(html, { program, folder: temporary, signal }));
    last = printed.catch(() => {}); // Whoever asked for it is told.
    return await printed;
  }

  return {
    async render(view, options) {
      await using child = startChild(ENTRY);
      // Both are plain JSON.
      const request = { header: { view, options } as never };
      const limit = { timeLimitMilliseconds: DRAW_MILLISECONDS };
      return (await child.call("render", request, limit)).header.html;
    },
    print: chromium === null ? null : (html) => print(chromium, html),
  };
}
