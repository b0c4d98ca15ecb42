/**
 * Opens what makes insights of files of sales, by the settings.
 *
 * @module
 */
import type { Auth } from "@/lib/auth/auth.ts";
import { createRateLimits } from "@/lib/auth/limits/rate_limit.ts";
import type { Config } from "@/lib/config.ts";
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import type { Log } from "@/lib/log.ts";
import type { DataFiles } from "@/lib/workspace/files/contract.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { Sales } from "@/lib/workspace/sales/contract.ts";
import { createSales, SALES_BYTES, SALES_ROWS } from "@/lib/workspace/sales/sales.ts";

const NOTEBOOK = new URL("../../notebooks/sales.md", import.meta.url);

/** Makes it over the workspace's files and notebooks. */
export function openSales(
  { config, database, auth, log, ...workspace }: {
    readonly config: Config;
    readonly database: Database;
    readonly auth: Pick<Auth, "audit">;
    readonly files: DataFiles;
    readonly notebooks: Notebooks;
    readonly drawer: Drawer;
    readonly log: Log;
  },
): Sales {
  const { models, mail, sales, publicUrl, maxFileBytes, maxRows } = config;
  return createSales({
    ...workspace,
    database,
    log,
    mailer: createMailer(mail, { timeLimitMilliseconds: models.timeLimitMilliseconds }),
    rates: createRateLimits({ database, now: () => new Date() }),
    audit: auth.audit,
    config: sales,
    mostBytes: maxFileBytes ?? SALES_BYTES,
    mostRows: maxRows ?? SALES_ROWS,
    hasModel: models.models.length > 0,
    base: () => Deno.readTextFile(NOTEBOOK),
    publicUrl,
  });
}
