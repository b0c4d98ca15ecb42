import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { MailEntry, MailHindrance, MailPreview } from "@/lib/workspace/mail/contract.ts";
import { MailForm } from "./MailForm.tsx";
import { MailList } from "./MailList.tsx";

interface MailPageProps {
  readonly preview: MailPreview;
  readonly sent: readonly MailEntry[];
  readonly cell: string;
  /** This page, with the notebook's parameters. */
  readonly address: string;
  /** The notebook with them. */
  readonly notebookAddress: string;
  /** Whether it is no longer what the sender had looked at. */
  readonly changed: boolean;
}

/** What a summary would be as a mail, whom it would go to, and what went before. */
export function MailPage(props: MailPageProps) {
  const { preview, sent, cell, address, notebookAddress, changed } = props;
  const { title, hindrance, html, text } = preview;
  return (
    <>
      <Bar section={null} where={title} />
      <main class="page share mail" id="content">
        <h1>Mail “{title}”</h1>
        <p class="lead">
          What goes out is what you see here, to each reader by themselves.{" "}
          <a href={`${notebookAddress}#cell-${cell}`}>Back to the notebook</a>
        </p>
        {changed && (
          <Notice tone="warning">
            Nothing was sent: the figures have changed since you looked. This is what they are now.
          </Notice>
        )}
        {hindrance !== null && (
          <Hindrance hindrance={hindrance} cell={cell} notebookAddress={notebookAddress} />
        )}
        <MailForm preview={preview} address={address} />
        <section aria-labelledby="letter">
          <h2 id="letter">As it is read</h2>
          {/* Nothing in it runs, asks another server, or leads away. */}
          <iframe class="letter" title="The mail" sandbox="" srcdoc={html} />
          <details>
            <summary>The same without pictures</summary>
            <pre class="letter-text">{text}</pre>
          </details>
        </section>
        <MailList sent={sent} address={address} />
      </main>
    </>
  );
}

interface HindranceProps {
  readonly hindrance: MailHindrance;
  readonly cell: string;
  readonly notebookAddress: string;
}

function Hindrance({ hindrance, cell, notebookAddress }: HindranceProps) {
  const joint = notebookAddress.includes("?") ? "&" : "?";
  switch (hindrance) {
    case "not_configured":
      return (
        <Notice tone="warning">
          Mail is not set up here, so nothing is sent. Whoever runs Daybook sets{" "}
          <code>SMTP_URL</code> or <code>RESEND_API_KEY</code>, and <code>EMAIL_FROM</code>.
        </Notice>
      );
    case "no_webhook_secret":
      return (
        <Notice tone="warning">
          Webhooks are not set up here, so nothing is sent. Whoever runs Daybook sets{" "}
          <code>WEBHOOK_SECRET</code>.
        </Notice>
      );
    case "no_recipients":
      return (
        <Notice>
          The cell does not say whom it is for. Add{" "}
          <code>{"mail: { to: [name@example.org] }"}</code>
          {" to "}
          <a href={`${notebookAddress}${joint}edit-cell=${cell}&edit-as=text#cell-${cell}`}>
            {cell}
          </a>.
        </Notice>
      );
    case "not_fresh":
      return (
        <Notice tone="warning">
          Some of it is out of date.{" "}
          <a href={`${notebookAddress}#cell-${cell}`}>Run the notebook</a>, then send it.
        </Notice>
      );
  }
}
