import { readAddress } from "@/routes/(_shared)/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { openPart } from "@/routes/(_shared)/reader_results.ts";

export const config: PageConfig = { access: "link_readers" };

/** Whether figures that the link's page shows are still being computed. */
export const handler = define.handlers({
  async GET(ctx) {
    const { computing } = await openPart(ctx, readAddress(ctx.url).parameters);
    return Response.json({ computing });
  },
});
