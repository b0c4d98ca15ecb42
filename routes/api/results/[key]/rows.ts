import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerRows } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** A page of rows as JSON. */
export const handler = define.handlers({
  GET: ({ params, url, state }) =>
    answerRows(state.workspace.tables, { key: params.key, query: url.searchParams }),
});
