import { readAddress } from "@/routes/(_shared)/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** The notebook as its page shows it, for the parameters of the address. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    const { parameters } = readAddress(url);
    const { notebooks } = state.workspace;
    return Response.json(await notebooks.open({ id: params.notebook, parameters }));
  },
});
