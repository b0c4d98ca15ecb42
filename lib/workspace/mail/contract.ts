/**
 * What a notebook found, sent by mail: what would go to whom, sending it, and who wants no more.
 *
 * @module
 */
import type { MailFailure } from "@/lib/deliver/mail/mailer.ts";
import type { WebhookFailure } from "@/lib/deliver/webhook/send_webhook.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** A summary cell, and for which parameters. */
export interface MailAsked {
  readonly notebook: string;
  readonly cell: string;
  readonly parameters: GivenParameters;
  /** Where the asker has Daybook open: links lead there unless PUBLIC_URL is set. */
  readonly origin: string;
}

/** Why nothing can be sent. */
export type MailHindrance =
  /** No way to send is set. */
  | "not_configured"
  /** There is a webhook, and no secret to sign it with. */
  | "no_webhook_secret"
  /** The cell's body names nobody. */
  | "no_recipients"
  /** The cell has not run, or shows what is out of date. */
  | "not_fresh";

/** Somebody who would get it, and what became of the same letter before. */
export interface MailRecipient {
  /** As people read it. */
  readonly to: string;
  readonly state: MailState | "new" | "stopped";
}

/** What would be sent. */
export interface MailPreview {
  /** Of the notebook. */
  readonly title: string;
  /** As people read it; `null` where no way to send is set. */
  readonly from: string | null;
  readonly recipients: readonly MailRecipient[];
  readonly subject: string;
  readonly text: string;
  /** A whole page, its pictures inside it. */
  readonly html: string;
  /** Names what would be sent: another one says something else. */
  readonly digest: string;
  readonly hindrance: MailHindrance | null;
}

/** Why it did not arrive. */
export type MailReason = MailFailure | WebhookFailure;

/** How a letter stands. "unknown" may have arrived and may not. */
export type MailState = "sending" | "sent" | "failed" | "unknown";

/** A letter that was sent, or tried. */
export interface MailEntry {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: MailState;
  /** `null` unless it failed. */
  readonly reason: MailReason | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** What came of sending. */
export type MailOutcome =
  /** To so many; whoever had it already, or wants none, got none. */
  | { readonly type: "begun"; readonly letters: number; readonly left: number }
  /** It is no longer what was looked at, or nothing can be sent: look again. */
  | { readonly type: "look_again" };

/** What a letter's last link leads to. */
export type MailSubscription =
  | { readonly type: "open"; readonly title: string; readonly stopped: boolean }
  | { readonly type: "gone" };

/** Sends what notebooks found. */
export interface Mail {
  /** @throws AppError NOT_FOUND where there is no such summary cell */
  preview(asked: MailAsked): Promise<MailPreview>;
  /**
   * Sends what was looked at to those who did not get it yet; `again` to those as well of whom that
   * is not known. How it goes is told by `sent`.
   * @throws AppError NOT_FOUND; TOO_OFTEN
   */
  send(
    asked: MailAsked & { readonly digest: string; readonly again: boolean; readonly by: Asker },
  ): Promise<MailOutcome>;
  /** The last letters of a cell, newest first. */
  sent(
    asked: { readonly notebook: string; readonly cell: string },
  ): Promise<readonly MailEntry[]>;
  subscription(asked: { readonly token: string }): Promise<MailSubscription>;
  /** Ends the letters of a notebook to one person; as often as it is asked. */
  stop(asked: { readonly token: string }): Promise<MailSubscription>;
}
