import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerRejected } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** What a cell rejected, as CSV. */
export const handler = define.handlers({
  GET: ({ params, url, state }) =>
    answerRejected(state.workspace.tables, { key: params.key, query: url.searchParams }),
});
