/**
 * Hands a summary to one receiver: a letter, or a signed webhook.
 *
 * @module
 */
import { briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import type { Mailer } from "@/lib/deliver/mail/mailer.ts";
import type { Surroundings } from "@/lib/deliver/outside/target.ts";
import { sendWebhook } from "@/lib/deliver/webhook/send_webhook.ts";
import type { MailReason, MailState } from "./contract.ts";
import type { Draft } from "./draft.ts";
import type { Receiver } from "./receivers.ts";

/** What handing over takes. */
export interface Carriers {
  readonly mailer: Mailer;
  /** Signs webhooks; `null` where none is set, so that none is sent. */
  readonly webhookSecret: string | null;
  /** Where webhooks may go; left out for the open internet. */
  readonly surroundings?: Surroundings;
  /** One try of a webhook; left out for its own. */
  readonly timeLimitMilliseconds?: number;
}

/** How it came out. */
export interface Delivered {
  readonly state: Exclude<MailState, "sending">;
  readonly reason: MailReason | null;
}

/** A summary on its way. */
export interface Delivery {
  readonly id: string;
  readonly draft: Draft;
  readonly notebook: string;
  readonly cell: string;
  /** What the last link of a letter has. */
  readonly stopToken: string;
}

/** Delivers; what goes wrong is told, never thrown. */
export async function deliver(
  receiver: Receiver,
  delivery: Delivery,
  { carriers, signal }: { readonly carriers: Carriers; readonly signal: AbortSignal },
): Promise<Delivered> {
  switch (receiver.type) {
    case "mail": {
      const { id, draft, stopToken } = delivery;
      const letter = briefLetter(draft.brief, {
        id,
        to: receiver.box,
        subject: draft.subject,
        unsubscribeUrl: `${draft.origin}/mail/stop/${stopToken}`,
      });
      const outcome = await carriers.mailer.send(letter, signal);
      if (outcome.type !== "failed") {
        return { state: outcome.type === "sent" ? "sent" : "failed", reason: null };
      }
      const { reason, perhapsSent } = outcome;
      return { state: perhapsSent ? "unknown" : "failed", reason };
    }
    case "webhook": {
      const { webhookSecret, surroundings, timeLimitMilliseconds } = carriers;
      if (webhookSecret === null) return { state: "failed", reason: null };
      const secret = new TextEncoder().encode(webhookSecret);
      const webhook = { url: receiver.url, id: delivery.id, body: bodyOf(delivery), secret };
      const outcome = await sendWebhook(webhook, {
        signal,
        surroundings,
        timeLimitMilliseconds,
      });
      return outcome.type === "sent"
        ? { state: "sent", reason: null }
        : { state: "failed", reason: outcome.reason };
    }
  }
}

/** What docs/mail.md tells of a webhook. */
function bodyOf({ draft: { brief, subject }, notebook, cell }: Delivery) {
  const { title, paragraphs, numbers, notebookUrl } = brief;
  return {
    type: "summary",
    notebook: { id: notebook, title, url: notebookUrl },
    cell,
    subject,
    paragraphs,
    numbers,
  };
}
