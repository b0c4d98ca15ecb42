import { readAddress } from "@/routes/(_shared)/address.ts";
import { define } from "@/routes/(_shared)/define.ts";

/** The notebook as its page shows it, for the parameters of the address. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    const { parameters } = readAddress(url);
    const { notebooks } = state.workspace;
    return Response.json(await notebooks.open({ id: params.notebook, parameters }));
  },
});
