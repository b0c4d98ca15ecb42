/**
 * What a child answers that draws reports: it runs without any rights, on views that its parent
 * sends.
 *
 * - `render`: header `{ view, options }`; answers with header `{ html }`.
 *
 * @module
 */
import { serve } from "@/lib/process/serve.ts";
import type { ReportOptions } from "@/lib/workspace/exports/reports.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { renderNotebookReport } from "./notebook_report.ts";

serve({
  render({ header }) {
    // As lib/cli/reports.ts sends them.
    const { view, options }: { readonly view: NotebookView; readonly options: ReportOptions } =
      header;
    return Promise.resolve({ header: { html: renderNotebookReport(view, options) } });
  },
});
