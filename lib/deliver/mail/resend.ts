/**
 * Mail by Resend's HTTP interface. A letter goes under its id, so that it arrives once however often it is
 * tried. No redirect is followed: the key would go along.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { ResendConfig } from "@/lib/config/mail.ts";
import { requestOutside } from "@/lib/deliver/outside/request.ts";
import { OPEN_INTERNET, type Surroundings } from "@/lib/deliver/outside/target.ts";
import { type Mailbox, writeMailbox } from "@/lib/mailbox.ts";
import { headersOf, subjectOf } from "./headers.ts";
import {
  fileNameOf,
  type Letter,
  type MailAttempt,
  type MailCarrier,
  type MailFailure,
} from "./mailer.ts";
import type { CarrierOptions } from "./smtp.ts";

/** An answer has an id and no more. */
const MAX_ANSWER_BYTES = 64_000;

/** Whoever sets another address than Resend's own names a server that they trust. */
const AS_SET: Surroundings = { ...OPEN_INTERNET, isAllowed: () => true, allowsPlain: true };

/** Returns the carrier. */
export function resendCarrier(
  { baseUrl, key }: ResendConfig,
  from: Mailbox,
  { timeLimitMilliseconds, authorities }: CarrierOptions,
): MailCarrier {
  return {
    async try(letter, signal) {
      const reply = await requestOutside(
        {
          method: "POST",
          url: `${(baseUrl ?? "https://api.resend.com").replace(/\/+$/, "")}/emails`,
          headers: {
            authorization: `Bearer ${key}`,
            "content-type": "application/json",
            accept: "application/json",
            "idempotency-key": letter.id,
            "user-agent": "daybook",
          },
          body: new TextEncoder().encode(JSON.stringify(bodyOf(letter, from))),
          timeLimitMilliseconds,
          maxBytes: MAX_ANSWER_BYTES,
          authorities,
        },
        baseUrl === null ? OPEN_INTERNET : AS_SET,
        signal,
      );
      switch (reply.type) {
        case "answered":
          return reply.status >= 200 && reply.status < 300
            ? { type: "sent" }
            : refusalOf(reply.status);
        case "refused":
          return failed("network", { again: false, perhapsSent: false });
        case "failed":
          return reply.reason === "answer too large"
            ? failed("answer unreadable", { again: false, perhapsSent: true })
            : failed(reply.reason, { again: reply.reason === "network", perhapsSent: true });
      }
    },
  };
}

function bodyOf(letter: Letter, from: Mailbox) {
  return {
    from: writeMailbox(from),
    to: [writeMailbox(letter.to)],
    subject: subjectOf(letter.subject),
    text: letter.text,
    html: letter.html,
    headers: headersOf(letter),
    attachments: letter.pictures.map((picture) => ({
      filename: fileNameOf(picture),
      content: Buffer.from(picture.bytes).toString("base64"),
      content_type: "image/png",
      content_id: picture.id,
    })),
  };
}

function refusalOf(status: number): MailAttempt {
  return failed(reasonOf(status), {
    again: status === 429 || status >= 500,
    perhapsSent: status >= 500,
  });
}

function reasonOf(status: number): MailFailure {
  if (status === 401 || status === 403) return "sign-in refused";
  if (status === 429) return "too much to do";
  return status >= 500 ? "server error" : "letter refused";
}

function failed(
  reason: MailFailure,
  { again, perhapsSent }: { readonly again: boolean; readonly perhapsSent: boolean },
): MailAttempt {
  return { type: "failed", reason, again, perhapsSent };
}
