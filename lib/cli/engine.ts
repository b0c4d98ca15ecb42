/**
 * Puts the engine together: what the pages may ask, over one database.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { createAuth, signingKeyOf } from "@/lib/auth/auth.ts";
import { keepAuthTidy } from "@/lib/auth/keep_tidy.ts";
import { checkUser } from "@/lib/db/check_user.ts";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { uploadsFolder } from "@/lib/ingest/kept_file.ts";
import { Room } from "@/lib/ingest/room.ts";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import { createSchedules } from "@/lib/jobs/schedules.ts";
import type { Log } from "@/lib/log.ts";
import { evictResults } from "@/lib/notebook/run/evict.ts";
import { keepTidy } from "@/lib/notebook/run/tidy.ts";
import type { EngineFigures } from "@/lib/seen/engine_figures.ts";
import { createAccess } from "@/lib/workspace/access/access.ts";
import { requestRates } from "@/lib/workspace/access/request_rates.ts";
import { guardWorkspace } from "@/lib/workspace/access/guard.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import { withRoom } from "@/lib/workspace/events/with_room.ts";
import { createEditing } from "@/lib/workspace/editor/editing.ts";
import { createDataFiles } from "@/lib/workspace/files/data_files.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createMail } from "@/lib/workspace/mail/mail.ts";
import { createMetrics } from "@/lib/workspace/metrics/metrics.ts";
import { createNotebooks } from "@/lib/workspace/notebooks/notebooks.ts";
import { createOwner, type OwnerDesk } from "@/lib/workspace/owner/owner.ts";
import { createSources } from "@/lib/workspace/sources/sources.ts";
import { createSeen } from "@/lib/workspace/seen/seen.ts";
import { withDashboard } from "@/lib/workspace/sources/with_dashboard.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { ensureAdmin } from "./first_admin.ts";
import { nightlyBackup } from "./nightly_backup.ts";
import { createPeople } from "./people.ts";
import { createReports } from "./reports.ts";
import { openSales } from "./sales.ts";
import { openSummaryWriter } from "./summary_writer.ts";
import { today } from "./today.ts";
import type { Workspace as Services } from "./workspace.ts";

/** The engine, and what only its own process may ask. */
export interface Engine extends AsyncDisposable {
  /** Answers only what shows who asks, and that they may. */
  readonly workspace: Workspace;
  readonly issueSignInLink: OwnerDesk["issueSignInLink"];
  /**
   * Makes the admin of the settings where there is none; returns where to set the password, if that
   * is left to do.
   *
   * @throws AppError BAD_SETTING where others can reach Daybook and nobody administers it
   */
  ensureAdmin(): Promise<string | null>;
}

/** An empty workspace begins with these. */
const EXAMPLES = fileURLToPath(new URL("../../notebooks", import.meta.url));

/** Puts the engine together. Disposing it stops what runs; the services stay their owner's. */
export async function createEngine(
  { config, opened, compute, startReader, temporary }: Services,
  { log, figures, address }: {
    readonly log: Log;
    readonly figures: EngineFigures;
    /** Where the site listens, once it does: links in mail lead there where no setting says otherwise. */
    readonly address: Promise<string>;
  },
): Promise<Engine> {
  const database = await opened;
  const { production, access: { databaseRole: role } } = config;
  await checkUser(database, { role, strict: production });
  const drawer = createDrawer();
  const { folders, connections, statementLimitMilliseconds, chromium } = config;
  const reports = createReports({ chromium, temporary });
  const notebooks = await createNotebooks({
    database,
    compute,
    startReader,
    writer: await openSummaryWriter(config, database),
    drawer,
    reports,
    log,
    folders,
    closed: [config.dataDirectory, config.backups.folder],
    connections,
    statementLimitMilliseconds,
    cellLimitMilliseconds: config.limits.cellMilliseconds,
    uploads: uploadsFolder(config),
    temporary,
    examples: EXAMPLES,
    today,
  });
  const { results: limits } = config;
  const tidy = keepTidy(database, { limits, alone: database.kind === "embedded", log });
  const room = new Room(database, config.limits.room);
  const files = createDataFiles({ database, config, startReader, room, log });
  const auth = createAuth({
    database,
    log,
    signUps: config.people.signUps,
    signingKey: signingKeyOf(config.access),
  });
  const authTidy = keepAuthTidy(auth, { log });
  const owner = createOwner({ database, log, sessions: auth.sessions });
  const { publicUrl, webhookSecret } = config;
  const timeLimitMilliseconds = config.limits.deliveryMilliseconds;
  const mailer = createMailer(config.mail, { timeLimitMilliseconds });
  const mail = createMail({
    database,
    notebooks,
    drawer,
    mailer,
    webhookSecret,
    timeLimitMilliseconds,
    log,
    publicUrl,
  });
  const tables = createTables({ database, drawer, compute });
  const taken = withRoom(await createEvents({ database, config, log }), room);
  const events = withDashboard(taken, { database, log });
  const people = createPeople({ config, database, auth, room, log });
  const access = createAccess({
    auth,
    apiKey: config.access.apiKey,
    rates: requestRates(config.limits),
    // Who was invited gets no letter, and a program no session.
    signUp: async (typed) =>
      typed.invitation === null
        ? await people.accounts.signUp({ ...typed, userAgent: null, origin: await address })
        : await auth.accounts.signUp(typed),
  });
  const metrics = createMetrics({ database, compute });
  const schedules = await createSchedules({
    database,
    log,
    audit: auth.audit,
    notebooks,
    metrics,
    mail,
    mailer,
    housekeeping: [
      { name: "received", keep: (signal) => events.forgetOld(signal) },
      {
        name: "evicted",
        keep: async (signal) => ({ ...await evictResults(database, { ...limits, signal }) }),
      },
      ...nightlyBackup(config, database),
    ],
    origin: async () => publicUrl ?? await address,
    alertTo: config.schedules.alertTo,
  });
  if (config.schedules.runs) schedules.start();
  const workspace: Workspace = {
    access,
    owner,
    ...people,
    notebooks,
    editing: createEditing(notebooks),
    files,
    tables,
    links: createLinks({ database, notebooks, log, reports }),
    mail,
    seen: createSeen({ database, figures, dataDirectory: config.dataDirectory }),
    metrics,
    events,
    sources: createSources({ database, audit: auth.audit }),
    sales: openSales({ config, database, auth, files, notebooks, drawer, log }),
    schedules,
  };
  return {
    workspace: guardWorkspace(workspace, {
      database,
      access,
      audit: auth.audit,
      // Behind a proxy it is asked for by other names; with mail the settings then say which.
      linkOrigin: async () =>
        publicUrl ?? (config.access.trustedHosts.length === 0 ? await address : null),
    }),
    issueSignInLink: owner.issueSignInLink,
    ensureAdmin: () => ensureAdmin(auth, config.access),
    async [Symbol.asyncDispose]() {
      await schedules[Symbol.asyncDispose]();
      await Promise.all([
        tidy[Symbol.asyncDispose](),
        authTidy[Symbol.asyncDispose](),
        events[Symbol.asyncDispose](),
        tables[Symbol.asyncDispose](),
        mail[Symbol.asyncDispose](),
        notebooks.close(),
      ]);
      await Promise.all([files[Symbol.asyncDispose](), drawer.close()]);
    },
  };
}
