/**
 * The tables of mail: letters, and who wants no more of them.
 *
 * @module
 */
import type { ColumnType } from "kysely";

type Timestamp = ColumnType<string, string, string>;

/** A letter, from when it is about to be sent. */
export interface MailTable {
  readonly id: string;
  readonly notebook: string;
  readonly cell: string;
  /** The address alone. */
  readonly recipient: string;
  /** Of what it says: the same is sent to the same person once. */
  readonly digest: string;
  readonly subject: string;
  /** The part without HTML. */
  readonly body: string;
  readonly state: "sending" | "sent" | "failed" | "unknown";
  readonly reason: string | null;
  /** The id of an account, or "owner". */
  readonly sent_by: string;
  /** SHA-256 of what its last link has, hexadecimal. */
  readonly stop_hash: string;
  readonly created_at: Timestamp;
  readonly finished_at: ColumnType<string | null, string | null, string | null>;
}

/** Somebody who wants no more letters of a notebook. */
export interface MailStopTable {
  readonly notebook: string;
  /** In small letters. */
  readonly recipient: string;
  readonly stopped_at: Timestamp;
}

/** All of them. */
export interface MailTables {
  readonly mails: MailTable;
  readonly mail_stops: MailStopTable;
}
