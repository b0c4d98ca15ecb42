/**
 * The backup that daily housekeeping makes.
 *
 * @module
 */
import type { Config } from "@/lib/config.ts";
import { backUp } from "@/lib/db/backup/back_up.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Housekeeping } from "@/lib/jobs/works/work_services.ts";
import { keptData } from "./kept_data.ts";

/** Returns the part of housekeeping; none where no backup is wanted. */
export function nightlyBackup(config: Config, database: Database): readonly Housekeeping[] {
  const { folder, kept } = config.backups;
  if (kept === 0) return [];
  return [{
    name: "backup",
    keep: async (signal) => {
      const { counts } = await backUp(database, { ...keptData(config), folder, kept, signal });
      return { ...counts };
    },
  }];
}
