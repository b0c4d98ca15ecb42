import { formatNumber } from "@/lib/chart/format.ts";
import type { MailPreview, MailRecipient } from "@/lib/workspace/mail/contract.ts";

interface MailFormProps {
  readonly preview: MailPreview;
  readonly address: string;
}

/** What is said of a reader who is not simply to get it. */
const STATE_WORDS: Readonly<Record<MailRecipient["state"], string | null>> = {
  new: null,
  sending: "on its way",
  sent: "has it already",
  failed: "did not get it, and gets it now",
  unknown: "may have it already",
  stopped: "wants no more of these",
};

/** Who it is from and for, and the button that sends it. */
export function MailForm({ preview, address }: MailFormProps) {
  const { from, recipients, subject, digest, hindrance } = preview;
  const wanted = recipients.filter(({ state }) => state === "new" || state === "failed").length;
  const unknown = recipients.filter(({ state }) => state === "unknown").length;
  const canSend = hindrance === null && wanted + unknown > 0;
  return (
    <form method="post" action={address} class="mail-form">
      <input type="hidden" name="digest" value={digest} />
      <dl>
        {from !== null && (
          <div>
            <dt>From</dt>
            <dd>{from}</dd>
          </div>
        )}
        <div>
          <dt>Subject</dt>
          <dd>{subject}</dd>
        </div>
        {recipients.length > 0 && (
          <div>
            <dt>To</dt>
            <dd>
              <ul>
                {recipients.map(({ to, state }) => (
                  <li key={to}>
                    {to}
                    {STATE_WORDS[state] !== null && <small>{STATE_WORDS[state]}</small>}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      {hindrance === null && unknown > 0 && (
        <label class="choice">
          <input type="checkbox" name="again" value="yes" />
          <span>
            Send it again to those who may have it
            <small>The connection ended before their server said that it had taken it</small>
          </span>
        </label>
      )}
      {canSend && (
        <button type="submit" class="primary">
          {wanted > 0
            ? `Send to ${formatNumber(wanted)} ${wanted === 1 ? "reader" : "readers"}`
            : "Send"}
        </button>
      )}
      {hindrance === null && !canSend && <p class="note">There is nobody left to send it to.</p>}
    </form>
  );
}
