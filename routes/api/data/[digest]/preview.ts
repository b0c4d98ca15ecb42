import { readOptionsAddress } from "@/lib/workspace/files/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { lineStream } from "@/routes/(_shared)/line_stream.ts";

export const config: PageConfig = { access: "notebooks:read", slow: true };

/** What is in a file, as the address says that it is read: steps as lines of JSON. */
export const handler = define.handlers({
  async GET({ req, params, url, state }) {
    const options = readOptionsAddress(url.searchParams);
    const steps = state.workspace.files.previews({ digest: params.digest, options });
    return await lineStream(steps, req.signal);
  },
});
