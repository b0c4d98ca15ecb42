/**
 * Letters about accounts: plain words, one link, nothing that was typed by others.
 *
 * @module
 */
import { letterPage, link as linkTo, markup, STYLES } from "@/lib/deliver/mail/html.ts";
import type { Letter, Mailer } from "@/lib/deliver/mail/mailer.ts";
import type { Log } from "@/lib/log.ts";

/** What a letter is to say. */
export interface AccountLetter {
  readonly to: string;
  readonly subject: string;
  /** Paragraphs; the link stands after the first. */
  readonly words: readonly [string, ...string[]];
  readonly link: string | null;
}

/** So long a letter may take, which nobody waits for. */
const LIMIT_MILLISECONDS = 120_000;

/** Sends a letter; returns whether it went. What goes wrong is logged. */
export async function sendLetter(
  { mailer, log }: { readonly mailer: Mailer; readonly log: Log },
  letter: AccountLetter,
): Promise<boolean> {
  if (mailer.from === null) return false;
  const outcome = await mailer.send(writeLetter(letter), AbortSignal.timeout(LIMIT_MILLISECONDS));
  if (outcome.type === "sent") return true;
  const reason = outcome.type === "failed" ? outcome.reason : outcome.type;
  log.error("mail.failed", { subject: letter.subject, reason });
  return false;
}

/** Writes it as text and as HTML. */
export function writeLetter({ to, subject, words, link }: AccountLetter): Letter {
  const [first, ...others] = words;
  const paragraphs = [first, ...(link === null ? [] : [link]), ...others];
  return {
    id: crypto.randomUUID(),
    to: { name: null, address: to },
    subject,
    text: `${paragraphs.join("\n\n")}\n`,
    html: letterPage(subject, [
      markup`<p style="${STYLES.text}">${first}</p>`,
      ...(link === null ? [] : [
        markup`<p style="${STYLES.text};word-break:break-all">${linkTo(link)}</p>`,
      ]),
      ...others.map((text) => markup`<p style="${STYLES.text}">${text}</p>`),
    ]),
    pictures: [],
    unsubscribeUrl: null,
  };
}
