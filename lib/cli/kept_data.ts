/**
 * What of a data directory is backed up and restored.
 *
 * @module
 */
import { basename, join } from "node:path";
import type { Config } from "@/lib/config.ts";
import { SEALING_KEY_FILE } from "@/lib/crypto/open_sealer.ts";
import { AppError } from "@/lib/errors.ts";
import { uploadsFolder } from "@/lib/ingest/kept_file.ts";
import { receivedFolder } from "@/lib/workspace/events/events.ts";

/** Where the parts lie. */
export interface KeptData {
  readonly dataDirectory: string;
  /** The folder of the embedded database and of its lock. */
  readonly databaseFolder: string;
  /** Names of files and folders of files beside it. */
  readonly names: readonly string[];
}

/** Returns where the parts of a workspace lie. */
export function keptData({ dataDirectory }: Pick<Config, "dataDirectory">): KeptData {
  return {
    dataDirectory,
    databaseFolder: join(dataDirectory, "database"),
    names: [
      basename(uploadsFolder({ dataDirectory })),
      basename(receivedFolder({ dataDirectory })),
      SEALING_KEY_FILE,
    ],
  };
}

/** Refuses what is for the embedded database alone. @throws AppError BAD_SETTING */
export function refuseServer({ database }: Config, act: string): void {
  if (database.type !== "server") return;
  const message = `Cannot ${act} as DATABASE_URL must not be set: current value names a server`;
  throw new AppError("BAD_SETTING", message, {
    problems: [{
      severity: "error",
      code: "BAD_SETTING",
      message,
      place: { key: "DATABASE_URL" },
      remedy: "Use the server's own tools, as docs/ops/backup.md says",
    }],
  });
}
