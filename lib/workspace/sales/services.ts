/**
 * What insights of files of sales work with.
 *
 * @module
 */
import type { Audit } from "@/lib/auth/audit.ts";
import type { RateLimits } from "@/lib/auth/limits/rate_limit.ts";
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { SalesConfig } from "@/lib/config/sales.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Mailer } from "@/lib/deliver/mail/mailer.ts";
import type { Log } from "@/lib/log.ts";
import type { DataFiles } from "@/lib/workspace/files/contract.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";

/** What insights are made with. */
export interface SalesServices {
  readonly database: Database;
  readonly files: DataFiles;
  readonly notebooks: Notebooks;
  readonly mailer: Mailer;
  readonly drawer: Pick<Drawer, "draw" | "paint">;
  readonly rates: RateLimits;
  readonly audit: Pick<Audit, "note">;
  readonly log: Log;
  readonly config: SalesConfig;
  readonly mostBytes: number;
  readonly mostRows: number;
  /** Whether some model is set up. */
  readonly hasModel: boolean;
  /** Gives the text of `notebooks/sales.md`. */
  readonly base: () => Promise<string>;
  /** Where people open Daybook; `null` where nobody set it. */
  readonly publicUrl: string | null;
}
