/**
 * The settings of backups.
 *
 * @module
 */
import { join } from "node:path";
import { Rule, text, type Variables } from "./variables.ts";

/** Where backups go, and how many there are. */
export interface BackupsConfig {
  readonly folder: string;
  /** 0 where none is made by itself. */
  readonly kept: number;
}

/** Reads where backups go. */
export function readBackups(
  variables: Variables,
  { dataDirectory }: { readonly dataDirectory: string },
): BackupsConfig {
  return {
    folder: variables.read("BACKUP_DIRECTORY", text) ?? join(dataDirectory, "backups"),
    kept: variables.read("BACKUPS_KEPT", archives) ?? 7,
  };
}

function archives(value: string): number | Rule {
  return /^\d{1,4}$/.test(value)
    ? Number(value)
    : new Rule("must be a whole number from 0 to 9999");
}
