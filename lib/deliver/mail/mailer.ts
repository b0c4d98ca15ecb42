/**
 * What every way to send mail is to us: a letter goes in, and what became of it comes out.
 *
 * @module
 */
import type { Mailbox } from "@/lib/mailbox.ts";

/** A picture inside a letter; its HTML has it as `cid:ID`. */
export interface Picture {
  /** Reads like `chart-1@daybook`, unlike every other of its letter. */
  readonly id: string;
  /** PNG. */
  readonly bytes: Uint8Array;
}

/** A letter to one person, since what they unsubscribe with is their own. */
export interface Letter {
  /** The same whenever the same letter is tried again: letters, digits, `-`, `_` and `.`. */
  readonly id: string;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly pictures: readonly Picture[];
  /** Ends letters of this kind at one POST, as RFC 8058 says; `null` where they were asked for. */
  readonly unsubscribeUrl: string | null;
}

/** Why a letter did not go. Reasons hold nothing of passwords, of keys or of what was answered. */
export type MailFailure =
  | "network"
  | "time limit"
  | "cancelled"
  | "too much to do"
  | "server error"
  | "no TLS"
  | "sign-in refused"
  | "address refused"
  | "letter refused"
  | "answer unreadable";

/** What came of one try. */
export type MailAttempt =
  | { readonly type: "sent" }
  | {
    readonly type: "failed";
    readonly reason: MailFailure;
    /** Whether the same letter may be tried again at once: the other side does not have it, or knows it by its id. */
    readonly again: boolean;
    /** Whether the other side may have it all the same. */
    readonly perhapsSent: boolean;
  };

/** What became of a letter. */
export type MailOutcome =
  | { readonly type: "sent" }
  | { readonly type: "not_configured" }
  | { readonly type: "failed"; readonly reason: MailFailure; readonly perhapsSent: boolean };

/** Returns the name that a picture is saved under. */
export function fileNameOf({ id }: Picture): string {
  return `${id.split("@")[0]}.png`;
}

/** A way to send mail. */
export interface MailCarrier {
  readonly try: (letter: Letter, signal: AbortSignal) => Promise<MailAttempt>;
}

/** Sends letters. */
export interface Mailer {
  /** Who they are from; `null` where no way to send is configured. */
  readonly from: Mailbox | null;
  /** Sends one; what goes wrong is told, never thrown. */
  readonly send: (letter: Letter, signal: AbortSignal) => Promise<MailOutcome>;
}
