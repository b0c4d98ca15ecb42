/**
 * Makes the mailer that the settings name, and tries letters again where that does no harm.
 *
 * @module
 */
import type { MailConfig } from "@/lib/config/mail.ts";
import { waitOut } from "@/lib/deliver/wait_out.ts";
import type { Letter, MailCarrier, Mailer, MailOutcome } from "./mailer.ts";

/** What sending takes besides the settings; left out for what holds in earnest. */
export interface MailerOptions {
  readonly timeLimitMilliseconds?: number;
  /** Further tries of one letter. */
  readonly retries?: number;
  /** Resolves after so long, or at once where the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Certificates of authorities to trust rather than the system's. */
  readonly authorities?: string;
}

const TIME_LIMIT_MILLISECONDS = 30_000;

/** Waits double from here. */
const FIRST_WAIT_MILLISECONDS = 1_000;

/** Returns a mailer; nothing is loaded or connected before the first letter. */
export function createMailer(config: MailConfig, options: MailerOptions = {}): Mailer {
  if (config.type === "none") {
    return { from: null, send: () => Promise.resolve({ type: "not_configured" }) };
  }
  const { from } = config;
  return {
    from,
    async send(letter, signal) {
      const carrier = await carrierOf(config, options);
      return await sendInTurns(carrier, letter, { ...options, signal });
    },
  };
}

async function carrierOf(
  config: Exclude<MailConfig, { readonly type: "none" }>,
  { timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS, authorities }: MailerOptions,
): Promise<MailCarrier> {
  const limits = { timeLimitMilliseconds, authorities };
  switch (config.type) {
    case "smtp": {
      const { smtpCarrier } = await import("./smtp.ts");
      return smtpCarrier(config, config.from, limits);
    }
    case "resend": {
      const { resendCarrier } = await import("./resend.ts");
      return resendCarrier(config, config.from, limits);
    }
  }
}

async function sendInTurns(
  carrier: MailCarrier,
  letter: Letter,
  { signal, retries = 2, wait = waitOut }: MailerOptions & { readonly signal: AbortSignal },
): Promise<MailOutcome> {
  for (let turn = 0;; turn++) {
    const attempt = await carrier.try(letter, signal);
    if (attempt.type === "sent") return attempt;
    const { reason, again, perhapsSent } = attempt;
    if (!again || turn === retries || signal.aborted) {
      return { type: "failed", reason, perhapsSent };
    }
    await wait(FIRST_WAIT_MILLISECONDS * 2 ** turn * (1 + Math.random()), signal);
  }
}
