import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerFile, fileName } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "events:write" };

/** The rows of a request that made no events, as CSV. */
export const handler = define.handlers({
  async GET({ params: { batch }, state }) {
    return await answerFile(state.workspace.events.rejected({ batch }), {
      name: fileName(`${batch.slice(0, 12)}-rejected`, "csv"),
      type: "text/csv; charset=utf-8",
    });
  },
});
