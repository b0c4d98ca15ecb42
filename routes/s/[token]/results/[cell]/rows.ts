import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { findRows } from "@/routes/(_shared)/reader_results.ts";
import { answerRows } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "link_readers" };

/** A page of rows as JSON, of a table that the link shows. */
export const handler = define.handlers({
  async GET(ctx) {
    const { output: { key } } = await findRows(ctx);
    return await answerRows(ctx.state.workspace.tables, { key, query: ctx.url.searchParams });
  },
});
