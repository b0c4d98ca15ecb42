import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { findRows } from "@/routes/(_shared)/reader_results.ts";
import { answerStatistics } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "link_readers" };

/** What the values of a column are like, of a table that the link shows. */
export const handler = define.handlers({
  async GET(ctx) {
    const { output: { key } } = await findRows(ctx);
    return await answerStatistics(ctx.state.workspace.tables, { key, query: ctx.url.searchParams });
  },
});
