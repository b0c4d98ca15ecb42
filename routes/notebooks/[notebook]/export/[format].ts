import { AppError } from "@/lib/errors.ts";
import { renderNotebookReport } from "@/lib/page/notebook/notebook_report.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/contract.ts";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { define } from "@/routes/(_shared)/define.ts";

/** The notebook as a file: its source, a report of one page, or its figures. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    const { notebooks } = state.workspace;
    const id = params.notebook;
    const view = await notebooks.open({ id, parameters: readAddress(url).parameters });
    switch (params.format) {
      case "md":
        return file((await notebooks.source({ id })).text, view, ["md", "text/markdown"]);
      case "html":
        return file(renderNotebookReport(view, new Date().toISOString()), view, [
          "html",
          "text/html",
        ]);
      case "json":
        return file(resultsOf(view), view, ["json", "application/json"]);
      default:
        throw new AppError(
          "BAD_PARAMETER",
          `Cannot export as the format must be md, html or json: current value is ${
            JSON.stringify(params.format)
          }`,
        );
    }
  },
});

function file(
  text: string,
  { title }: NotebookView,
  [ending, type]: readonly [ending: string, type: string],
): Response {
  const name = `${title.replaceAll(/[^\p{L}\p{N}._-]+/gu, " ").trim() || "notebook"}.${ending}`;
  const plain = name.replaceAll(/[^\x20-\x7e]/g, "_");
  return new Response(text, {
    headers: {
      "Content-Type": `${type}; charset=utf-8`,
      "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${
        encodeURIComponent(name)
      }`,
    },
  });
}

/** The figures of every cell that has a result. */
function resultsOf({ id, title, revision, parameters, blocks }: NotebookView): string {
  const cells = blocks.flatMap((block) => {
    if (block.type === "prose") return [];
    const { name, kind, status: { state }, output } = block.cell;
    if (output === null) return [{ name, kind, state }];
    const { key, rows, rejected, computedAt, figures } = output;
    return [{ name, kind, state, key, rows, rejected, computedAt, figures }];
  });
  const given = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return JSON.stringify({ notebook: id, title, revision, parameters: given, cells }, null, 2);
}
