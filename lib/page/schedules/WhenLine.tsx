import type { ScheduleRules } from "@/lib/workspace/schedules/contract.ts";
import { cronWords } from "./when_words.ts";

/** When something is due: in words where they are few, beside its cron line. */
export function WhenLine({ cron, zone }: Pick<ScheduleRules, "cron" | "zone">) {
  const words = cronWords(cron);
  return (
    <p class="when">
      {words === null ? <code>{cron}</code> : capital(words)}, {zone}
      {words !== null && <code class="cron">{cron}</code>}
    </p>
  );
}

function capital(words: string): string {
  return words[0].toUpperCase() + words.slice(1);
}
