/**
 * Letters in the database. The same letter to the same person is there once, whoever sends it and how often.
 *
 * @module
 */
import { sql } from "kysely";
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import type { MailEntry, MailReason, MailState } from "./contract.ts";
import type { Delivered } from "./deliver.ts";

/** A letter on its way into the database. */
export interface NewMail {
  readonly id: string;
  readonly notebook: string;
  readonly cell: string;
  readonly recipient: string;
  readonly digest: string;
  readonly subject: string;
  readonly body: string;
  readonly by: string;
  /** What its last link has; only a hash is kept. */
  readonly stopToken: string;
}

/** Whoever sends has ended long before. */
const LONGEST_MILLISECONDS = 10 * 60_000;

const MOST_LISTED = 50;

/**
 * Takes a letter to be sent; `false` where the same one went, or is on its way. One that failed is
 * taken again, and with `again` one of which it is not known.
 */
export async function claimMail(
  { kysely }: Database,
  mail: NewMail,
  { again, now }: { readonly again: boolean; readonly now: Date },
): Promise<boolean> {
  const at = now.toISOString();
  const taken = await kysely.insertInto("mails").values({
    id: mail.id,
    notebook: mail.notebook,
    cell: mail.cell,
    recipient: mail.recipient,
    digest: mail.digest,
    subject: mail.subject,
    body: mail.body,
    state: "sending",
    reason: null,
    sent_by: mail.by,
    stop_hash: hashSecret(mail.stopToken),
    created_at: at,
    finished_at: null,
  }).onConflict((conflict) =>
    conflict.columns(["notebook", "cell", "recipient", "digest"]).doUpdateSet((row) => ({
      // Another id, as the letter has another link in it.
      id: row.ref("excluded.id"),
      subject: row.ref("excluded.subject"),
      body: row.ref("excluded.body"),
      state: row.ref("excluded.state"),
      reason: null,
      sent_by: row.ref("excluded.sent_by"),
      stop_hash: row.ref("excluded.stop_hash"),
      created_at: row.ref("excluded.created_at"),
      finished_at: null,
    })).where("mails.state", "in", again ? ["failed", "unknown"] : ["failed"])
  ).returning("id").executeTakeFirst();
  return taken !== undefined;
}

/** Keeps what became of a letter. */
export async function finishMail(
  { kysely }: Database,
  id: string,
  { delivered, now }: { readonly delivered: Delivered; readonly now: Date },
): Promise<void> {
  await kysely.updateTable("mails").set({
    ...delivered,
    finished_at: now.toISOString(),
  }).where("id", "=", id).execute();
}

/** Of letters that were on their way when their process ended, nobody knows whether they went. */
export async function settleLost({ kysely }: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - LONGEST_MILLISECONDS).toISOString();
  await kysely.updateTable("mails").set({ state: "unknown", finished_at: now.toISOString() })
    .where("state", "=", "sending").where("created_at", "<", before).execute();
}

/** Returns the last letters of a cell, newest first. */
export async function listMails(
  { kysely }: Database,
  { notebook, cell }: { readonly notebook: string; readonly cell: string },
): Promise<readonly MailEntry[]> {
  const rows = await kysely.selectFrom("mails")
    .select(["id", "recipient", "subject", "state", "reason", "created_at"])
    .where("notebook", "=", notebook).where("cell", "=", cell)
    .orderBy("created_at", "desc").orderBy("recipient").limit(MOST_LISTED).execute();
  return rows.map(({ id, recipient, subject, state, reason, created_at }) => ({
    id,
    to: recipient,
    subject,
    state,
    reason: reason as MailReason | null, // finishMail wrote it
    at: created_at,
  }));
}

/** Returns how the letters that say this stand, by address. */
export async function findStates(
  { kysely }: Database,
  { notebook, cell, digest }: Pick<NewMail, "notebook" | "cell" | "digest">,
): Promise<ReadonlyMap<string, MailState>> {
  const rows = await kysely.selectFrom("mails").select(["recipient", "state"])
    .where("notebook", "=", notebook).where("cell", "=", cell).where("digest", "=", digest)
    .execute();
  return new Map(rows.map(({ recipient, state }) => [recipient, state]));
}

/** Returns who wants no more letters of a notebook, in small letters. */
export async function findStops(
  { kysely }: Database,
  notebook: string,
): Promise<ReadonlySet<string>> {
  const rows = await kysely.selectFrom("mail_stops").select("recipient")
    .where("notebook", "=", notebook).execute();
  return new Set(rows.map(({ recipient }) => recipient));
}

/** Returns what a letter's last link is about; `null` of one that nobody was sent. */
export async function findMailOf(
  { kysely }: Database,
  stopToken: string,
): Promise<{ readonly notebook: string; readonly recipient: string } | null> {
  const found = await kysely.selectFrom("mails").select(["notebook", "recipient"])
    .where("stop_hash", "=", hashSecret(stopToken)).executeTakeFirst();
  return found ?? null;
}

/** Ends the letters of a notebook to somebody; once is enough. */
export async function stopMails(
  { kysely }: Database,
  { notebook, recipient, now }: {
    readonly notebook: string;
    readonly recipient: string;
    readonly now: Date;
  },
): Promise<void> {
  await kysely.insertInto("mail_stops").values({
    notebook,
    recipient: sql<string>`lower(${recipient})`,
    stopped_at: now.toISOString(),
  }).onConflict((conflict) => conflict.columns(["notebook", "recipient"]).doNothing()).execute();
}
