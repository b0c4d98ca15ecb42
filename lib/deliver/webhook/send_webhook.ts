/**
 * Sends a webhook to a server of the open internet, signed, and again under its id where that server was out
 * of order for now.
 *
 * @module
 */
import { type OutsideReply, requestOutside } from "@/lib/deliver/outside/request.ts";
import { OPEN_INTERNET, type Refusal, type Surroundings } from "@/lib/deliver/outside/target.ts";
import { waitOut } from "@/lib/deliver/wait_out.ts";
import { signWebhook } from "./sign.ts";

/** What is sent, and where to. */
export interface Webhook {
  readonly url: string;
  /** The same whenever the same thing is told again. */
  readonly id: string;
  /** Plain JSON. */
  readonly body: unknown;
  readonly secret: Uint8Array;
}

/** Why a webhook did not arrive. Reasons hold nothing of the URL, whose path may be a secret. */
export type WebhookFailure =
  | Refusal
  | "redirected"
  | "network"
  | "time limit"
  | "cancelled"
  | "answer too large"
  | "too much to do"
  | "server error"
  | "refused";

/** What became of a webhook. */
export type WebhookOutcome =
  | { readonly type: "sent"; readonly tries: number }
  | { readonly type: "failed"; readonly reason: WebhookFailure; readonly tries: number };

/** What sending takes; left out for what holds in earnest. */
export interface WebhookOptions {
  readonly signal: AbortSignal;
  readonly surroundings?: Surroundings;
  readonly timeLimitMilliseconds?: number;
  /** Further tries of one webhook. */
  readonly retries?: number;
  /** Resolves after so long, or at once where the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => Date;
  /** Certificates of authorities to trust rather than the system's. */
  readonly authorities?: string;
}

const TIME_LIMIT_MILLISECONDS = 10_000;

/** Nobody reads the answer. */
const MAX_ANSWER_BYTES = 64_000;

/** Waits double from here. */
const FIRST_WAIT_MILLISECONDS = 1_000;

/** What another try may mend: whoever gets it twice knows it by its id. */
const FOR_NOW: readonly WebhookFailure[] = [
  "network",
  "time limit",
  "too much to do",
  "server error",
];

/** Sends one; what goes wrong is told, never thrown. */
export async function sendWebhook(
  { url, id, body, secret }: Webhook,
  options: WebhookOptions,
): Promise<WebhookOutcome> {
  const { signal, retries = 2, wait = waitOut, now = () => new Date() } = options;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  for (let turn = 0;; turn++) {
    const reply = await requestOutside(
      {
        method: "POST",
        url,
        headers: {
          "content-type": "application/json",
          "user-agent": "daybook",
          // Signed anew: by now the first one may be too old to be believed.
          ...signWebhook({ id, at: now(), body: bytes }, secret),
        },
        body: bytes,
        timeLimitMilliseconds: options.timeLimitMilliseconds ?? TIME_LIMIT_MILLISECONDS,
        maxBytes: MAX_ANSWER_BYTES,
        authorities: options.authorities,
      },
      options.surroundings ?? OPEN_INTERNET,
      signal,
    );
    const reason = reasonOf(reply);
    const tries = turn + 1;
    if (reason === null) return { type: "sent", tries };
    if (!FOR_NOW.includes(reason) || turn === retries || signal.aborted) {
      return { type: "failed", reason, tries };
    }
    await wait(FIRST_WAIT_MILLISECONDS * 2 ** turn * (1 + Math.random()), signal);
  }
}

/** Returns why it did not arrive; `null` where it did. */
function reasonOf(reply: OutsideReply): WebhookFailure | null {
  if (reply.type !== "answered") return reply.reason;
  const { status } = reply;
  if (status >= 200 && status < 300) return null;
  if (status === 408 || status === 425 || status === 429) return "too much to do";
  return status >= 500 ? "server error" : "refused";
}
