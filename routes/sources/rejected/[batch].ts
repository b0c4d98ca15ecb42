import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerFile, fileName } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "events:write" };

/** The rows of a request that made no events, with what is wrong with each. */
export const handler = define.handlers({
  async GET({ params: { batch }, state }) {
    const { events } = state.workspace;
    const { rejectedAs } = await events.batch({ batch });
    return await answerFile(events.rejected({ batch }), {
      name: fileName(`${batch.slice(0, 12)}-rejected`, rejectedAs),
      type: rejectedAs === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    });
  },
});
