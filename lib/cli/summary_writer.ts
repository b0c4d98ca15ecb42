/**
 * Opens what writes summaries by a language model, where the settings name one.
 *
 * @module
 */
import type { Config } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import type { SummaryWriter } from "@/lib/steps/summary/writer.ts";

/** Returns what summary cells ask; `null` where no model is set up, and then nothing is imported. */
export async function openSummaryWriter(
  { models }: Pick<Config, "models">,
  database: Database,
): Promise<SummaryWriter | null> {
  if (models.models.length === 0) return null;
  const { createSummaryWriter } = await import("@/lib/deliver/models/writer.ts");
  return createSummaryWriter({ database, config: models, now: () => new Date() });
}
