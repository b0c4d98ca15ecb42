/**
 * Letters about accounts: each has one link, which is a secret, and says what it does and until when.
 *
 * @module
 */
import { formatPeriod } from "@/lib/chart/format.ts";
import type { Mailbox } from "@/lib/mailbox.ts";
import { letterPage, link, markup, STYLES } from "./html.ts";
import type { Letter } from "./mailer.ts";

/** Whom a letter is for, and where its link leads. */
export interface AccountLetter {
  readonly to: Mailbox;
  readonly url: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Lets somebody set another password. */
export function passwordResetLetter(asked: AccountLetter): Letter {
  return letterOf(asked, {
    subject: "Set another password for Daybook",
    before:
      "Somebody asked to set another password for your account. If it was you, open this link:",
    after: "If it was not you, do nothing: your password stays as it is.",
  });
}

/** Lets somebody make an account. */
export function invitationLetter(
  { by, ...asked }: AccountLetter & { readonly by: string },
): Letter {
  return letterOf(asked, {
    subject: "You are invited to Daybook",
    before: `${onOneLine(by)} invites you to Daybook. Open this link to make your account:`,
    after: "If you did not expect it, do nothing: no account is made.",
  });
}

interface Words {
  readonly subject: string;
  readonly before: string;
  readonly after: string;
}

function letterOf(
  { to, url, expiresAt }: AccountLetter,
  { subject, before, after }: Words,
): Letter {
  const until = `It works once, until ${formatPeriod(expiresAt, "hour")}.`;
  return {
    id: crypto.randomUUID(),
    to,
    subject,
    text: `${before}\n\n${url}\n\n${until} ${after}\n`,
    html: letterPage(subject, [
      markup`<p style="${STYLES.text}">${before}</p>`,
      markup`<p style="${STYLES.text};word-break:break-all">${link(url)}</p>`,
      markup`<p style="${STYLES.text}">${until} ${after}</p>`,
    ]),
    pictures: [],
    unsubscribeUrl: null,
  };
}

/** A name begins no line of its own. */
function onOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
