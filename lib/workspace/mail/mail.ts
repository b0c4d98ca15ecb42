/**
 * Sends what notebooks found by mail: the same letter to the same person once, whoever sends it.
 *
 * @module
 */
import { createRateLimits } from "@/lib/auth/limits/rate_limit.ts";
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import { briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import type { Log } from "@/lib/log.ts";
import { writeMailbox } from "@/lib/mailbox.ts";
import type { NotebooksEngine } from "@/lib/workspace/notebooks/notebooks.ts";
import type { Mail, MailAsked, MailHindrance, MailRecipient } from "./contract.ts";
import type { Carriers } from "./deliver.ts";
import { type Draft, draftOf, shownHtml } from "./draft.ts";
import { takeLetters } from "./letter_limit.ts";
import { findStates, findStops, listMails, settleLost } from "./outbox.ts";
import type { Receiver } from "./receivers.ts";
import { Sending } from "./sending.ts";
import { createSubscriptions } from "./subscriptions.ts";

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

/** A page waits so long for its letters; most servers are quicker. */
const WAIT_MILLISECONDS = 4_000;

/** Makes what pages ask about mail. Disposing it stops what is being sent. */
export function createMail(services: MailServices): MailEngine {
  const { database, mailer, log, now = () => new Date() } = services;
  const limits = createRateLimits({ database, now });
  const sending = new Sending(services);

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
        wanted.map(({ receiver }) => sending.begin(receiver, { draft, asked, again, by })),
      );
      const letters = begun.filter((one) => one !== null);
      await atMost(WAIT_MILLISECONDS, letters.map(({ done }) => done));
      return { type: "begun", letters: letters.length, left: recipients.length - letters.length };
    },

    async sent(asked) {
      await settleLost(database, now());
      return await listMails(database, asked);
    },

    ...createSubscriptions({ database, log, now }),

    [Symbol.asyncDispose]: () => sending[Symbol.asyncDispose](),
  };
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
