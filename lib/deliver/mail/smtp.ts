/**
 * Mail by SMTP. A password goes over TLS alone, but to a server on this machine; certificates are checked.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createTransport } from "nodemailer";
import type { SmtpConfig } from "@/lib/config/mail.ts";
import type { Mailbox } from "@/lib/mailbox.ts";
import { headersOf, subjectOf } from "./headers.ts";
import {
  fileNameOf,
  type Letter,
  type MailAttempt,
  type MailCarrier,
  type MailFailure,
} from "./mailer.ts";

/** How long a try may take. */
export interface CarrierOptions {
  readonly timeLimitMilliseconds: number;
  /** Certificates of authorities to trust rather than the system's. */
  readonly authorities?: string;
}

/** Returns the carrier; it connects anew for each letter. */
export function smtpCarrier(
  config: SmtpConfig,
  from: Mailbox,
  { timeLimitMilliseconds, authorities }: CarrierOptions,
): MailCarrier {
  const { host, port, secure, user, tlsRequired } = config;
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1);

  async function tryLetter(letter: Letter, signal: AbortSignal): Promise<MailAttempt> {
    const limit = AbortSignal.timeout(timeLimitMilliseconds);
    // Once the whole letter was handed over it may arrive, whatever happens next.
    let handedOver = false;
    const transport = createTransport({
      host,
      port,
      secure,
      // Where one is set, a server that does not ask for it is not the one that was meant.
      ...(user === null ? {} : { auth: { user: user.name, pass: user.password }, forceAuth: true }),
      requireTLS: tlsRequired && !secure,
      name: domain,
      tls: { ca: authorities },
      connectionTimeout: timeLimitMilliseconds,
      greetingTimeout: timeLimitMilliseconds,
      socketTimeout: timeLimitMilliseconds,
      dnsTimeout: timeLimitMilliseconds,
      maxResponseSize: 64_000,
      allowInternalNetworkInterfaces: true,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: listener(() => handedOver = true),
    });
    try {
      await transport.sendMail({
        from: boxOf(from),
        to: boxOf(letter.to),
        subject: subjectOf(letter.subject),
        text: letter.text,
        html: letter.html,
        messageId: `<${letter.id}@${domain}>`,
        headers: Object.fromEntries(
          // Folded, an address is read by some mail programs as none.
          Object.entries(headersOf(letter)).map((
            [name, value],
          ) => [name, { prepared: true, value }]),
        ),
        attachments: letter.pictures.map((picture) => ({
          cid: picture.id,
          filename: fileNameOf(picture),
          content: Buffer.from(picture.bytes),
          contentType: "image/png",
          contentDisposition: "inline" as const,
        })),
        signal: AbortSignal.any([signal, limit]),
      });
      return { type: "sent" };
    } catch (error) {
      // What was thrown may quote the server, which may quote us.
      if (signal.aborted) return failed("cancelled", { again: false, handedOver });
      if (limit.aborted) return failed("time limit", { again: false, handedOver });
      return failureOf(readError(error), handedOver);
    } finally {
      transport.close();
    }
  }

  return { try: tryLetter };
}

/** An empty name is none. */
function boxOf({ name, address }: Mailbox) {
  return { name: name ?? "", address };
}

/** What nodemailer's errors tell that is ours to pass on. */
interface SmtpError {
  readonly code: string;
  readonly status: number | null;
}

function readError(error: unknown): SmtpError {
  const { code = "", responseCode = null } = error as {
    readonly code?: string;
    readonly responseCode?: number;
  }; // nodemailer's errors have both or neither
  return { code: String(code), status: typeof responseCode === "number" ? responseCode : null };
}

const REASONS: Readonly<Record<string, MailFailure>> = {
  EAUTH: "sign-in refused",
  ENOAUTH: "sign-in refused",
  ETLS: "no TLS",
  EENVELOPE: "address refused",
  EMESSAGE: "letter refused",
  ETIMEDOUT: "time limit",
  EPROTOCOL: "answer unreadable",
};

function failureOf({ code, status }: SmtpError, handedOver: boolean): MailAttempt {
  const reason = REASONS[code] ?? "network";
  if (status === null) {
    const again = !handedOver && (reason === "network" || reason === "time limit");
    return failed(reason, { again, handedOver });
  }
  // The server has answered, so it does not have the letter: 4xx is for now, 5xx for good.
  const forNow = status >= 400 && status < 500;
  const told = forNow && reason !== "sign-in refused" ? "too much to do" : reason;
  return failed(told === "network" ? "server error" : told, { again: forNow, handedOver: false });
}

function failed(
  reason: MailFailure,
  { again, handedOver }: { readonly again: boolean; readonly handedOver: boolean },
): MailAttempt {
  return {
    type: "failed",
    reason,
    again,
    perhapsSent: handedOver,
  };
}

/** nodemailer tells only its log when a letter was written to the end; nothing is logged. */
function listener(onHandedOver: () => void) {
  const ignore = () => {};
  return {
    level: ignore,
    trace: ignore,
    debug: ignore,
    info(entry: unknown) {
      const isMessage = typeof entry === "object" && entry !== null && "tnx" in entry &&
        entry.tnx === "message";
      if (isMessage) onHandedOver();
    },
    warn: ignore,
    error: ignore,
    fatal: ignore,
  };
}
