/**
 * The next times of a cron line, as a form shows them.
 *
 * @module
 */
import { formatMoment } from "@/lib/chart/format.ts";
import type { DuePreview } from "@/islands/schedule/due_preview.ts";
import { AppError } from "@/lib/errors.ts";
import { isTimeZone } from "@/lib/time_zone.ts";
import type { Schedules } from "@/lib/workspace/schedules/contract.ts";
import { cronWords } from "./when_words.ts";

/** Returns the next times, or what is wrong. */
export async function previewDue(
  schedules: Pick<Schedules, "preview">,
  { cron, zone }: { readonly cron: string; readonly zone: string },
): Promise<DuePreview> {
  if (!isTimeZone(zone)) {
    const message = `No time zone is called "${zone}". Take one such as "Europe/Berlin".`;
    return { type: "refused", field: "zone", message };
  }
  try {
    const { times } = await schedules.preview({ cron, zone });
    const shown = times.map((at) => ({ at, local: localWords(at, zone) }));
    return { type: "due", zone, words: cronWords(cron) ?? cron, times: shown };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
    return { type: "refused", field: "cron", message: error.message };
  }
}

function localWords(at: string, zone: string): string {
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: zone });
  return `${weekday.format(new Date(at))} ${formatMoment(at, zone)}`;
}
