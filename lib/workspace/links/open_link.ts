/**
 * Opens a link for whoever has its token.
 *
 * @module
 */
import type { Allowance } from "@/lib/auth/limits/allowance.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import type { Rate, RateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { verifyPassword } from "@/lib/crypto/password.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { isPasswordGrant, makePasswordGrant } from "@/lib/share/password_grant.ts";
import { maySet, readerParameters } from "@/lib/share/reader_parameters.ts";
import type { Reports } from "@/lib/workspace/exports/reports.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { GivenParameters, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { awaitRun } from "./await_run.ts";
import type { LinkEntry, LinkOpened, LinkVisit, ReaderLink } from "./contract.ts";
import { readerView } from "./reader_view.ts";
import { findLink, noteUse, type StoredLink } from "./store.ts";

/** What a link may ask of notebooks, about its own and no other. */
export type LinkedNotebooks = Pick<Notebooks, "open" | "run" | "follow" | "source">;

/** What opening links needs. */
export interface OpenContext {
  readonly database: Database;
  readonly notebooks: LinkedNotebooks;
  readonly log: Log;
  readonly audit: Pick<Audit, "note">;
  readonly now: () => Date;
  readonly limits: RateLimits;
  /** By a link's id. */
  readonly parts: Allowance;
  readonly waitMilliseconds: number;
  readonly reports: Reports;
}

/** A link is opened 120 times at once, then twice a second: a page in front of a full room. */
const OPENS: Rate = { name: "link_open", size: 120, refillMilliseconds: 500 };

/** What readers set is computed 20 times at once, then every 3 seconds. */
const RUNS: Rate = { name: "link_run", size: 20, refillMilliseconds: 3_000 };

/** Ten passwords are tried at once, then one every 90 seconds: 970 a day. */
const PASSWORDS: Rate = { name: "link_password", size: 10, refillMilliseconds: 90_000 };

/** Opens a link. What the reader sets is taken where they may, and left out where they may not. */
export async function openLink(asked: LinkVisit, context: OpenContext): Promise<LinkOpened> {
  const { database, log, now, limits, parts } = context;
  const link = await findLink(database, asked.token);
  if (link === null || hasEnded(link.entry, now())) return { type: "gone" };
  const { id } = link.entry;
  const isPart = asked.isPart === true;
  const open = isPart ? parts.take(id) : await limits.take(OPENS, id);
  if (open.type === "refused") {
    log.warn("security.link_quota", { link: id });
    return { type: "quota", retryAfterSeconds: open.retryAfterSeconds };
  }
  const admitted = await admit(link, asked, context);
  if (admitted.type !== "admitted") return admitted;
  const shown = link.frozenView === null
    ? await showLive(link.entry, asked, context)
    : await showFrozen(link.entry, { view: link.frozenView, context });
  if (shown === null) return { type: "gone" };
  if (!isPart) await noteUse(database, id, now());
  return {
    type: "open",
    link: readerLink(link.entry, shown, context.reports),
    view: shown,
    computing: cellsOf(shown).some(({ status }) =>
      status.state === "running" || status.state === "queued"
    ),
    grant: admitted.grant,
  };
}

function hasEnded({ revokedAt, expiresAt, maker }: LinkEntry, now: Date): boolean {
  return revokedAt !== null || maker?.mayShare === false ||
    (expiresAt !== null && Date.parse(expiresAt) <= now.getTime());
}

type Admitted = { readonly type: "admitted"; readonly grant: string | null };

/** Asks for the password, where the link has one. */
async function admit(
  { entry, passwordHash }: StoredLink,
  { password, grant }: LinkVisit,
  { log, audit, now, limits }: OpenContext,
): Promise<Admitted | Exclude<LinkOpened, { readonly type: "open" }>> {
  if (passwordHash === null) return { type: "admitted", grant: null };
  const { id: link, embedHosts } = entry;
  const subject = { link, passwordHash };
  if (grant !== null && isPasswordGrant(subject, { grant, now: now() })) {
    return { type: "admitted", grant: null };
  }
  if (password === null) return { type: "password_needed", wrong: false, embedHosts };
  const attempt = await limits.take(PASSWORDS, link);
  if (attempt.type === "refused") {
    log.warn("security.link_password_limited", { link });
    return { type: "quota", retryAfterSeconds: attempt.retryAfterSeconds };
  }
  if (!await verifyPassword(password, passwordHash)) {
    const details = { link };
    await audit.note({ event: "link_password_wrong", account: null, address: null, details });
    return { type: "password_needed", wrong: true, embedHosts };
  }
  await limits.giveBack(PASSWORDS, link);
  return { type: "admitted", grant: makePasswordGrant(subject, now()) };
}

/** Shows the notebook as it is; `null` where it was deleted. */
async function showLive(
  entry: LinkEntry,
  asked: LinkVisit,
  { notebooks, limits, waitMilliseconds }: OpenContext,
): Promise<NotebookView | null> {
  const notebook = { id: entry.notebook, parameters: readerParameters(entry, asked.parameters) };
  const view = await orNull(notebooks.open(notebook));
  if (view === null) return null;
  const reader = { settable: settableOf(entry, view), begins: entry.parameters };
  const mayRun = asked.isPart !== true && entry.verb === "view_and_set" && !view.waitsForGrants &&
    view.parameters.every(({ problem }) => problem === null) &&
    cellsOf(view).some(({ status }) => status.state === "stale") &&
    (await limits.take(RUNS, entry.id)).type === "allowed";
  if (!mayRun) return readerView(view, reader);
  const run = { id: entry.notebook, parameters: givenOf(view) };
  await awaitRun(notebooks, { ...run, eventId: view.eventId, waitMilliseconds });
  return readerView(await notebooks.open(run), reader);
}

/** Shows what was kept, for as long as there is the notebook that it was made of. */
async function showFrozen(
  { notebook }: LinkEntry,
  { view, context }: { readonly view: NotebookView; readonly context: OpenContext },
): Promise<NotebookView | null> {
  const source = await orNull(context.notebooks.source({ id: notebook }));
  return source === null ? null : view;
}

function settableOf(entry: LinkEntry, { parameters }: NotebookView): readonly string[] {
  return parameters.map(({ name }) => name).filter((name) => maySet(entry, name));
}

/** Returns what was given and is a parameter of the notebook: events of its run name these. */
function givenOf({ parameters }: NotebookView): GivenParameters {
  return Object.fromEntries(
    parameters.filter(({ given }) => given).map(({ name, value }) => [name, value]),
  );
}

function readerLink(entry: LinkEntry, view: NotebookView, { print }: Reports): ReaderLink {
  const { verb, mode, embedHosts, createdAt } = entry;
  return {
    verb,
    mode,
    frozenAt: mode === "frozen" ? createdAt : null,
    settable: settableOf(entry, view),
    embedHosts,
    formats: print === null ? ["html"] : ["html", "pdf"],
  };
}

function cellsOf({ blocks }: NotebookView) {
  return blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
}

async function orNull<Result>(found: Promise<Result>): Promise<Result | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
