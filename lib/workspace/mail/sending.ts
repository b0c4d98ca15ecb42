/**
 * Takes letters to those whom they are for, a few at a time, and keeps what became of each.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import { briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import type { Log } from "@/lib/log.ts";
import { Turns } from "@/lib/turns.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { MailAsked } from "./contract.ts";
import { type Carriers, deliver, type Delivery } from "./deliver.ts";
import type { Draft } from "./draft.ts";
import { claimMail, finishMail } from "./outbox.ts";
import type { Receiver } from "./receivers.ts";

/** What sending stands on. */
export interface SendingServices extends Carriers {
  readonly database: Database;
  readonly log: Log;
  readonly now?: () => Date;
}

/** What is sent, and who does. */
export interface Sent {
  readonly draft: Draft;
  readonly asked: Pick<MailAsked, "notebook" | "cell">;
  /** Whether it goes to those as well of whom nobody knows whether they got it. */
  readonly again: boolean;
  readonly by: Asker;
}

/** At one time to one server. */
const MOST_AT_ONCE = 4;

/** Whoever waits for a place is stopped by `deliver`, so that it is kept what became of it. */
const NEVER = new AbortController().signal;

/** Letters on their way. Disposing it stops what is being sent. */
export class Sending implements AsyncDisposable {
  readonly #services: SendingServices;
  readonly #now: () => Date;
  readonly #turns = new Turns(MOST_AT_ONCE);
  readonly #underWay = new Set<Promise<void>>();
  readonly #ended = new AbortController();

  constructor(services: SendingServices) {
    this.#services = services;
    this.#now = services.now ?? (() => new Date());
  }

  /** Takes the letter to one person and begins to send it; `null` where it is not to be sent. */
  async begin(
    receiver: Receiver,
    sent: Sent,
  ): Promise<{ readonly done: Promise<void> } | null> {
    const { draft, asked: { notebook, cell }, again, by } = sent;
    const stopToken = newSecret();
    const id = idOf(receiver, sent);
    const mail = {
      id,
      notebook,
      cell,
      recipient: receiver.key,
      digest: draft.digest,
      subject: draft.subject,
      body: textOf(draft),
      by: by.type === "owner" ? "owner" : by.id,
      stopToken,
    };
    const { database } = this.#services;
    if (!await claimMail(database, mail, { again, now: this.#now() })) return null;
    const delivery = { id, draft, notebook, cell, stopToken };
    const begun = this.#now().getTime();
    const done = this.#turns.take(NEVER, () => this.#deliver(receiver, { ...delivery, begun }))
      .catch((error) => this.#services.log.error("mail.lost", { error }));
    this.#underWay.add(done);
    done.finally(() => this.#underWay.delete(done));
    return { done };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#underWay);
  }

  async #deliver(
    receiver: Receiver,
    { begun, ...delivery }: Delivery & { readonly begun: number },
  ): Promise<void> {
    const { database, log } = this.#services;
    const { id, notebook, cell } = delivery;
    const { signal } = this.#ended;
    const delivered = await deliver(receiver, delivery, { carriers: this.#services, signal });
    const at = this.#now();
    await finishMail(database, id, { delivered, now: at });
    log.info(delivered.state === "sent" ? "mail.sent" : "mail.failed", {
      mail: id,
      notebook,
      cell,
      milliseconds: at.getTime() - begun,
      by: receiver.type,
      ...(delivered.state === "sent" ? {} : { reason: delivered.reason }),
    });
  }
}

/** A webhook has the same id however often it is tried, by which its receiver knows it; a letter another one. */
function idOf(
  { type, key }: Receiver,
  { draft, asked: { notebook, cell } }: Pick<Sent, "draft" | "asked">,
): string {
  if (type === "mail") return crypto.randomUUID();
  const named = JSON.stringify([notebook, cell, key, draft.digest]);
  return createHash("sha256").update(named).digest("hex").slice(0, 32);
}

/** What is kept of a letter: all that it says, without the link that is its reader's. */
function textOf({ brief, subject }: Draft): string {
  const to = { name: null, address: "" };
  return briefLetter(brief, { id: "", to, subject, unsubscribeUrl: null }).text;
}
