import { previewDue } from "@/lib/page/schedules/due_preview.ts";
import { cronOf, parseOften } from "@/lib/page/schedules/usual_times.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** Tells when what a form says would be due. */
export const handler = define.handlers({
  async GET({ url: { searchParams }, state }) {
    const text = (name: string) => searchParams.get(name) ?? "";
    const often = parseOften(text("often"));
    const cron = cronOf({ often, at: text("at"), cron: text("cron") });
    const { schedules } = state.workspace;
    return Response.json(await previewDue(schedules, { cron, zone: text("zone").trim() }));
  },
});
