/**
 * Sends what notebooks found by mail: the same letter to the same person once, whoever sends it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createRateLimits, type Rate, type RateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { newSecret } from "@/lib/crypto/secret.ts";
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import { briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { writeMailbox } from "@/lib/mailbox.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { NotebooksEngine } from "@/lib/workspace/notebooks/notebooks.ts";
import type { Mail, MailAsked, MailHindrance, MailRecipient } from "./contract.ts";
import {
  claimMail,
  findMailOf,
  findStates,
  findStops,
  finishMail,
  listMails,
  settleLost,
  stopMails,
} from "./outbox.ts";
import { type Carriers, deliver } from "./deliver.ts";
import { type Draft, draftOf, shownHtml } from "./draft.ts";
import type { Receiver } from "./receivers.ts";

/** What mail stands on. */
export interface MailServices extends Carriers {
  readonly database: Database;
  readonly notebooks: Pick<NotebooksEngine, "open" | "source" | "plan">;
  readonly drawer: Pick<Drawer, "draw" | "paint">;
  readonly log: Log;
  /** Where people open Daybook; `null` for where whoever sends has it open. */
  readonly publicUrl: string | null;
  readonly now?: () => Date;
}

/** Mail of a workspace that has to be closed. */
export interface MailEngine extends Mail, AsyncDisposable {}

/** A hundred letters at once, then one every 10 seconds: nobody writes to a whole town from here. */
const LETTERS: Rate = { name: "letters", size: 100, refillMilliseconds: 10_000 };

/** At one time to one server. */
const MOST_AT_ONCE = 4;

/** A page waits so long for its letters; most servers are quicker. */
const WAIT_MILLISECONDS = 4_000;

/** Makes what pages ask about mail. Disposing it stops what is being sent. */
export function createMail(services: MailServices): MailEngine {
  const { database, mailer, log, now = () => new Date() } = services;
  const limits = createRateLimits({ database, now });
  const ended = new AbortController();
  const sending = new Set<Promise<void>>();

  async function look(asked: MailAsked) {
    await settleLost(database, now());
    const draft = await draftOf(asked, services);
    const { notebook, cell } = asked;
    const [states, stops] = await Promise.all([
      findStates(database, { notebook, cell, digest: draft.digest }),
      findStops(database, notebook),
    ]);
    const recipients = draft.receivers.map((receiver) => ({
      receiver,
      state: stops.has(receiver.key)
        ? "stopped" as const
        : states.get(receiver.key) ?? "new" as const,
    }));
    return { draft, recipients, hindrance: hindranceOf(draft, services) };
  }

  /** Takes the letter to one person and sends it; returns when that is done, `null` where it is not to be sent. */
  async function sendTo(
    receiver: Receiver,
    { draft, asked, again, by }: Sending,
  ): Promise<{ readonly done: Promise<void> } | null> {
    const stopToken = newSecret();
    const { notebook, cell } = asked;
    const id = idOf(receiver, { draft, asked });
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
    if (!await claimMail(database, mail, { again, now: now() })) return null;
    const begun = now().getTime();
    const done = queue(async () => {
      const delivery = { id, draft, notebook, cell, stopToken };
      const delivered = await deliver(receiver, delivery, {
        carriers: services,
        signal: ended.signal,
      });
      const at = now();
      await finishMail(database, id, { delivered, now: at });
      log.info(delivered.state === "sent" ? "mail.sent" : "mail.failed", {
        mail: id,
        notebook,
        cell,
        milliseconds: at.getTime() - begun,
        by: receiver.type,
        ...(delivered.state === "sent" ? {} : { reason: delivered.reason }),
      });
    });
    sending.add(done);
    done.finally(() => sending.delete(done));
    return { done };
  }

  /** Waits for a place among those that are being sent, and for no answer. */
  const waiting: (() => void)[] = [];
  let busy = 0;
  async function queue(work: () => Promise<void>): Promise<void> {
    if (busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      await work();
    } catch (error) {
      log.error("mail.lost", { error });
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  }

  async function subscriptionOf(token: string) {
    const mail = await findMailOf(database, token);
    if (mail === null) return null;
    const stops = await findStops(database, mail.notebook);
    const stopped = stops.has(mail.recipient.toLowerCase());
    return { ...mail, stopped, title: await titleOf(database, mail.notebook) };
  }

  return {
    async preview(asked) {
      const { draft, recipients, hindrance } = await look(asked);
      const { brief, subject, digest } = draft;
      const addressed = {
        id: "",
        to: { name: null, address: "" },
        subject,
        unsubscribeUrl: `${draft.origin}/mail/stop/…`,
      };
      const letter = briefLetter(brief, addressed);
      return {
        title: brief.title,
        from: mailer.from === null ? null : writeMailbox(mailer.from),
        recipients: recipients.map(({ receiver, state }): MailRecipient => ({
          to: receiver.shown,
          state,
        })),
        subject,
        text: letter.text,
        html: shownHtml(letter),
        digest,
        hindrance,
      };
    },

    async send({ digest, again, by, ...asked }) {
      const { draft, recipients, hindrance } = await look(asked);
      if (hindrance !== null || draft.digest !== digest) return { type: "look_again" };
      const wanted = recipients.filter(({ state }) => isWanted(state, again));
      await takeLetters(limits, wanted.length);
      const begun = await Promise.all(
        wanted.map(({ receiver }) => sendTo(receiver, { draft, asked, again, by })),
      );
      const letters = begun.filter((one) => one !== null);
      await atMost(WAIT_MILLISECONDS, letters.map(({ done }) => done));
      return { type: "begun", letters: letters.length, left: recipients.length - letters.length };
    },

    async sent(asked) {
      await settleLost(database, now());
      return await listMails(database, asked);
    },

    async subscription({ token }) {
      const found = await subscriptionOf(token);
      if (found === null) return { type: "gone" };
      return { type: "open", title: found.title, stopped: found.stopped };
    },

    async stop({ token }) {
      const found = await subscriptionOf(token);
      if (found === null) return { type: "gone" };
      const { notebook, recipient, title } = found;
      await stopMails(database, { notebook, recipient, now: now() });
      if (!found.stopped) log.info("mail.stopped", { notebook });
      return { type: "open", title, stopped: true };
    },

    async [Symbol.asyncDispose]() {
      ended.abort();
      await Promise.all(sending);
    },
  };
}

interface Sending {
  readonly draft: Draft;
  readonly asked: MailAsked;
  readonly again: boolean;
  readonly by: Asker;
}

/** A webhook has the same id however often it is tried, by which its receiver knows it; a letter another one. */
function idOf(
  { type, key }: Receiver,
  { draft, asked: { notebook, cell } }: Pick<Sending, "draft" | "asked">,
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

function hindranceOf(
  { receivers, isFresh }: Draft,
  { mailer: { from }, webhookSecret }: Carriers,
): MailHindrance | null {
  const has = (wanted: Receiver["type"]) => receivers.some(({ type }) => type === wanted);
  if (from === null && (has("mail") || receivers.length === 0)) return "not_configured";
  if (webhookSecret === null && has("webhook")) return "no_webhook_secret";
  if (receivers.length === 0) return "no_recipients";
  return isFresh ? null : "not_fresh";
}

function isWanted(state: MailRecipient["state"], again: boolean): boolean {
  return state === "new" || state === "failed" || (again && state === "unknown");
}

/** Resolves when all is done, or after so long; then it goes on by itself. */
async function atMost(milliseconds: number, all: readonly Promise<void>[]): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([Promise.all(all), late]);
  clearTimeout(timer);
}

async function titleOf({ kysely }: Database, notebook: string): Promise<string> {
  const found = await kysely.selectFrom("notebooks").select("title").where("id", "=", notebook)
    .executeTakeFirst();
  return found?.title ?? "";
}

/** Takes as many letters of what may go, or none. @throws AppError TOO_OFTEN */
async function takeLetters(limits: RateLimits, count: number): Promise<void> {
  for (let taken = 0; taken < count; taken++) {
    const one = await limits.take(LETTERS, "all");
    if (one.type === "allowed") continue;
    for (let given = 0; given < taken; given++) await limits.giveBack(LETTERS, "all");
    throw tooMany(one.retryAfterSeconds);
  }
}

function tooMany(seconds: number): AppError {
  return new AppError(
    "TOO_OFTEN",
    `Cannot send as ${LETTERS.size} letters may go at once: try again in ${seconds} seconds`,
    { retryAfterSeconds: seconds },
  );
}
