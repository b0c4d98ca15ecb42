import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerExport } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read", slow: true };

/** All rows that an address asks for, as a file. */
export const handler = define.handlers({
  GET: ({ params, url, state }) =>
    answerExport(state.workspace.tables, { key: params.key, query: url.searchParams }),
});
