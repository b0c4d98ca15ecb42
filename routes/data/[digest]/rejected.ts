import { readOptionsAddress } from "@/lib/workspace/files/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerFile, fileName } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** All values of a file that do not fit, as CSV. */
export const handler = define.handlers({
  async GET({ params, url, state }) {
    const asked = { digest: params.digest, options: readOptionsAddress(url.searchParams) };
    return await answerFile(state.workspace.files.rejected(asked), {
      name: fileName(`${params.digest.slice(0, 12)}-rejected`, "csv"),
      type: "text/csv; charset=utf-8",
    });
  },
});
