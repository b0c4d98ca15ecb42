import { readOptionsAddress } from "@/lib/workspace/files/address.ts";
import { define } from "@/routes/(_shared)/define.ts";

/** What is in a file, as the address says that it is read. */
export const handler = define.handlers({
  async GET({ params, url, state }) {
    const options = readOptionsAddress(url.searchParams);
    return Response.json(await state.workspace.files.preview({ digest: params.digest, options }));
  },
});
