/**
 * Links that are shared: made, listed, revoked, brought back and opened. A link gives one verb on one notebook.
 *
 * @module
 */
import { createAllowance } from "@/lib/auth/limits/allowance.ts";
import { createAudit } from "@/lib/auth/audit.ts";
import { createRateLimits } from "@/lib/auth/limits/rate_limit.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import type { Reports } from "@/lib/workspace/exports/reports.ts";
import type { Links } from "./contract.ts";
import { exportLink } from "./export_link.ts";
import { makeLink } from "./make_link.ts";
import { type LinkedNotebooks, openLink } from "./open_link.ts";
import { listLinks, releaseEnded, restoreLink, revokeLink } from "./store.ts";

/** What links stand on. */
export interface LinkServices {
  readonly database: Database;
  readonly notebooks: LinkedNotebooks;
  readonly log: Log;
  readonly reports: Reports;
  readonly now?: () => Date;
  /** For so long a page waits for the run that a reader began. */
  readonly waitMilliseconds?: number;
}

/** The charts of a page are fetched one by one when they come into view. Each process counts for itself. */
const PARTS = { size: 1_200, refillMilliseconds: 50 };

const WAIT_MILLISECONDS = 4_000;

/** Makes what the pages ask about links. */
export function createLinks(services: LinkServices): Links {
  const { database, notebooks, log, reports, now = () => new Date() } = services;
  const audit = createAudit({ database, log, now });
  const context = {
    database,
    notebooks,
    log,
    audit,
    now,
    reports,
    limits: createRateLimits({ database, now }),
    parts: createAllowance({ ...PARTS, now: () => now().getTime() }),
    waitMilliseconds: services.waitMilliseconds ?? WAIT_MILLISECONDS,
  };

  return {
    async create(asked) {
      await releaseEnded(database, now());
      const made = await makeLink(asked, { database, notebooks, now: now() });
      const { notebook, account = null } = asked;
      const details = { link: made.id, notebook };
      await audit.note({ event: "link_made", account, address: null, details });
      return made;
    },

    list: ({ notebook }) => listLinks(database, notebook),

    async revoke({ id, account = null }) {
      if (!await revokeLink(database, id, now())) return;
      await audit.note({ event: "link_revoked", account, address: null, details: { link: id } });
    },

    async restore({ id, account = null }) {
      if (!await restoreLink(database, id, now())) return;
      await audit.note({ event: "link_restored", account, address: null, details: { link: id } });
    },

    open: (asked) => openLink(asked, context),
    export: (asked) => exportLink(asked, context),
  };
}
