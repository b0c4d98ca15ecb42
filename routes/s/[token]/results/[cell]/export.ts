import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { findRows } from "@/routes/(_shared)/reader_results.ts";
import { answerExport } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "link_readers", slow: true };

/** All rows that an address asks for as a file, of a table that the link shows. */
export const handler = define.handlers({
  async GET(ctx) {
    const { output: { key } } = await findRows(ctx);
    return await answerExport(ctx.state.workspace.tables, { key, query: ctx.url.searchParams });
  },
});
