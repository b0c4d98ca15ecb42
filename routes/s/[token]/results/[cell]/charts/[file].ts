import { HttpError } from "@daybook/web";
import { isFigure } from "@/lib/chart/figure.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerChart } from "@/routes/(_shared)/chart_files.ts";
import { findShown } from "@/routes/(_shared)/reader_results.ts";

export const config: PageConfig = { access: "link_readers" };

/** A chart that the link shows, at a place among its cell's blocks, as a file. */
export const handler = define.handlers({
  async GET(ctx) {
    const { output: { key, blocks } } = await findShown(ctx);
    const { params: { file }, url: { searchParams: query }, state: { workspace } } = ctx;
    return await answerChart(workspace.tables, { key, file, query, figureAt });

    function figureAt(place: number) {
      const block = blocks.at(place);
      if (block === undefined || !isFigure(block)) throw new HttpError(404);
      return Promise.resolve(block);
    }
  },
});
