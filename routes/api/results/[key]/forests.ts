import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerForests } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** The forests that a detect cell trained, as a file that others take as their model. */
export const handler = define.handlers({
  GET: ({ params, url, state }) =>
    answerForests(state.workspace.tables, { key: params.key, query: url.searchParams }),
});
