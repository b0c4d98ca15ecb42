import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerStatistics } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** What the values of a column are like. */
export const handler = define.handlers({
  GET: ({ params, url, state }) =>
    answerStatistics(state.workspace.tables, { key: params.key, query: url.searchParams }),
});
