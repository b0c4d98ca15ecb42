/**
 * Links in the database.
 *
 * @module
 */
import { hashSecret, isSameText } from "@/lib/crypto/secret.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { releaseResults } from "@/lib/share/kept_results.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { rightOf } from "@/lib/workspace/sharing/rights.ts";
import { COMES_BACK_MILLISECONDS } from "./come_back.ts";
import type { LinkAsked, LinkEntry, LinkMaker } from "./contract.ts";

/** A link as it is stored. */
export interface StoredLink {
  readonly entry: LinkEntry;
  readonly passwordHash: string | null;
  /** What a frozen link shows; `null` where it is live. */
  readonly frozenView: NotebookView | null;
}

/** A link on its way into the database. */
export interface NewLink {
  readonly id: string;
  readonly token: string;
  readonly asked: LinkAsked;
  readonly passwordHash: string | null;
  readonly frozenView: NotebookView | null;
  /** The account that makes it; `null` for the owner who has none. */
  readonly maker: string | null;
  readonly createdAt: Date;
}

/** Names a link among those that keep results. */
export function holderOf(id: string): string {
  return `link:${id}`;
}

/** Enters a link; of its token only the hash. */
export async function insertLink(session: Session, link: NewLink): Promise<void> {
  const { id, token, asked, passwordHash, frozenView, maker, createdAt } = link;
  await session.kysely.insertInto("links").values({
    id,
    hash: hashSecret(token),
    notebook: asked.notebook,
    verb: asked.verb,
    mode: asked.mode,
    parameters: JSON.stringify(asked.parameters),
    locked: JSON.stringify(asked.locked),
    embed_hosts: JSON.stringify(asked.embedHosts),
    label: asked.label,
    password_hash: passwordHash,
    frozen_view: frozenView === null ? null : JSON.stringify(frozenView),
    created_at: createdAt.toISOString(),
    expires_at: asked.expiresAt,
    revoked_at: null,
    maker,
    last_used_at: null,
    uses: 0,
  }).execute();
}

/** Returns the link of a token, ended or not, or `null`. */
export async function findLink(database: Database, token: string): Promise<StoredLink | null> {
  const hash = hashSecret(token);
  const row = await selectLinks(database).select(["link.hash", "link.frozen_view"])
    .where("link.hash", "=", hash).executeTakeFirst();
  if (row === undefined || !isSameText(row.hash, hash)) return null;
  return {
    entry: readEntry(row),
    passwordHash: row.password_hash,
    // What was written by insertLink, whose argument had this type.
    frozenView: row.frozen_view === null ? null : JSON.parse(row.frozen_view) as NotebookView,
  };
}

/** Returns the links of a notebook, newest first. */
export async function listLinks(
  database: Database,
  notebook: string,
): Promise<readonly LinkEntry[]> {
  const rows = await selectLinks(database).where("link.notebook", "=", notebook)
    .orderBy("link.created_at", "desc").orderBy("link.id").execute();
  return rows.map(readEntry);
}

/** Counts one more use of a link. */
export async function noteUse(database: Database, id: string, now: Date): Promise<void> {
  await database.kysely.updateTable("links")
    .set((row) => ({ uses: row("uses", "+", 1), last_used_at: now.toISOString() }))
    .where("id", "=", id).execute();
}

/** Ends a link, and keeps what it shows for a while; returns whether there was one to end. */
export async function revokeLink(database: Database, id: string, now: Date): Promise<boolean> {
  const ended = await database.kysely.updateTable("links").set({ revoked_at: now.toISOString() })
    .where("id", "=", id).where("revoked_at", "is", null)
    .returning("id").execute();
  return ended.length > 0;
}

/**
 * Brings a revoked link back; returns whether it was revoked.
 * @throws AppError NOT_FOUND where it has ended for good
 */
export async function restoreLink(database: Database, id: string, now: Date): Promise<boolean> {
  const restored = await database.kysely.updateTable("links").set({ revoked_at: null })
    .where("id", "=", id).where("revoked_at", ">", forGoodBefore(now))
    .where((is) =>
      is.and([
        is.or([is("expires_at", "is", null), is("expires_at", ">", now.toISOString())]),
        is.or([is("mode", "=", "live"), is("frozen_view", "is not", null)]),
      ])
    )
    .returning("id").execute();
  if (restored.length > 0) return true;
  const row = await database.kysely.selectFrom("links").select("id")
    .where("id", "=", id).where("revoked_at", "is", null).executeTakeFirst();
  if (row !== undefined) return false;
  throw new AppError(
    "NOT_FOUND",
    "Cannot bring the link back as it must have been revoked within a day, and not be over: " +
      `current value is ${JSON.stringify(id)}`,
  );
}

/** Lets go of the results of links whose time is over, or that were revoked for good. */
export async function releaseEnded(database: Database, now: Date): Promise<void> {
  await database.transaction(async (session) => {
    const ended = await session.kysely.updateTable("links").set({ frozen_view: null })
      .where("frozen_view", "is not", null)
      .where((is) =>
        is.or([
          is("expires_at", "<=", now.toISOString()),
          is("revoked_at", "<=", forGoodBefore(now)),
        ])
      )
      .returning("id").execute();
    await releaseResults(session, ended.map(({ id }) => holderOf(id)));
  });
}

/** Links that were revoked before are revoked for good. */
function forGoodBefore(now: Date): string {
  return new Date(now.getTime() - COMES_BACK_MILLISECONDS).toISOString();
}

/** Forgets the links of notebooks that are gone for good, and lets go of what they kept. */
export async function forgetLinks(
  session: Session,
  notebooks: readonly string[],
): Promise<void> {
  if (notebooks.length === 0) return;
  const gone = await session.kysely.deleteFrom("links").where("notebook", "in", notebooks)
    .returning("id").execute();
  await releaseResults(session, gone.map(({ id }) => holderOf(id)));
}

/** Begins to read links, each with what decides whether its maker may share the notebook now. */
function selectLinks({ kysely }: Pick<Database, "kysely">) {
  return kysely.selectFrom("links as link")
    .leftJoin("accounts as account", "account.id", "link.maker")
    .leftJoin("notebooks as shared", "shared.id", "link.notebook")
    .leftJoin(
      "notebook_people as person",
      (join) =>
        join.onRef("person.notebook", "=", "link.notebook")
          .onRef("person.account", "=", "link.maker"),
    )
    .select([
      "link.id",
      "link.notebook",
      "link.verb",
      "link.mode",
      "link.parameters",
      "link.locked",
      "link.embed_hosts",
      "link.label",
      "link.password_hash",
      "link.created_at",
      "link.expires_at",
      "link.revoked_at",
      "link.last_used_at",
      "link.uses",
      "link.maker",
      "account.name",
      "account.role",
      "account.disabled_at",
      "shared.owner",
      "person.verb as shared_verb",
    ]);
}

type LinkRow = Awaited<ReturnType<ReturnType<typeof selectLinks>["execute"]>>[number];

function readEntry(row: LinkRow): LinkEntry {
  return {
    id: row.id,
    notebook: row.notebook,
    verb: row.verb,
    mode: row.mode,
    parameters: row.parameters,
    locked: row.locked,
    embedHosts: row.embed_hosts,
    label: row.label,
    hasPassword: row.password_hash !== null,
    maker: readMaker(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    uses: row.uses,
  };
}

function readMaker(row: LinkRow): LinkMaker | null {
  const { maker, name, role, disabled_at, owner, shared_verb: verb } = row;
  if (maker === null) return null;
  // Of an account that is gone nothing is known: it may nothing.
  const right = role === null || disabled_at !== null
    ? "none"
    : rightOf({ account: maker, role, owner, verb });
  return { name: name ?? "", mayShare: right === "own" };
}
