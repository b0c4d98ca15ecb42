import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/**
 * Whether everything that was scheduled has ended well in time: nobody can tell of their own death, so a
 * monitor outside asks this.
 */
export const handler = define.handlers({
  async GET({ state }) {
    const overdue = await state.workspace.seen.overdue({});
    const status = overdue === 0 ? "in_time" : "overdue";
    return Response.json({ status, overdue }, { status: overdue === 0 ? 200 : 503 });
  },
});
