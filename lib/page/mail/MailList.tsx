import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { MailEntry, MailReason } from "@/lib/workspace/mail/contract.ts";

interface MailListProps {
  readonly sent: readonly MailEntry[];
  readonly address: string;
}

/** Why a letter did not go, in words and with what to do. */
const REASON_WORDS: Readonly<Record<MailReason, string>> = {
  "network": "the server could not be reached",
  "time limit": "the server took too long",
  "cancelled": "Daybook was stopped meanwhile",
  "too much to do": "the server has too much to do: try again later",
  "server error": "the server is out of order: try again later",
  "no TLS": "the mail server offers no safe connection",
  "sign-in refused": "the mail server refuses Daybook's password or key",
  "address refused": "the mail server does not take the address",
  "letter refused": "the mail server does not take the mail",
  "answer unreadable": "the mail server's answer could not be read",
  "refused": "the server does not take it",
  "redirected": "the server leads elsewhere, where a webhook does not follow",
  "answer too large": "the server's answer has no end",
  "no URL": "the webhook's address is none",
  "no HTTPS": "the webhook's address has no https://",
  "has a password": "the webhook's address has a password in it",
  "port not allowed": "the webhook's port is not one of web servers",
  "name not found": "the webhook's server is not found",
  "inside address": "the webhook's server is not on the open internet",
};

/** The last letters of a cell, newest first. */
export function MailList({ sent, address }: MailListProps) {
  if (sent.length === 0) return null;
  return (
    <section aria-labelledby="sent">
      <h2 id="sent">Sent before</h2>
      <ul class="mail-list">
        {sent.map((entry) => (
          <li key={entry.id} class={entry.state}>
            <span class="who">{entry.to}</span>
            <span class="state">{stateWords(entry)}</span>
            <Moment at={entry.at} />
          </li>
        ))}
      </ul>
      {sent.some(({ state }) => state === "sending") && (
        <p class="note">
          Some are on their way. <a href={`${address}#sent`}>Look again</a>
        </p>
      )}
    </section>
  );
}

function stateWords({ state, reason }: MailEntry): string {
  switch (state) {
    case "sending":
      return "On its way";
    case "sent":
      return "Taken by the server";
    case "failed":
      return reason === null ? "Not sent" : `Not sent: ${REASON_WORDS[reason]}`;
    case "unknown":
      return reason === null
        ? "May have arrived"
        : `May have arrived: ${REASON_WORDS[reason]} before it said so`;
  }
}
