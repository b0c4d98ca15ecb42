import type { MailSubscription } from "@/lib/workspace/mail/contract.ts";

interface MailStopPageProps {
  readonly subscription: MailSubscription;
  readonly address: string;
}

/** Where the last link of a mail leads. */
export function MailStopPage({ subscription, address }: MailStopPageProps) {
  if (subscription.type === "gone") {
    return (
      <main class="page door" id="content">
        <h1>This link leads nowhere</h1>
        <p class="lead">Part of its address may be missing. Open it from the mail once more.</p>
      </main>
    );
  }
  const { title, stopped } = subscription;
  return (
    <main class="page door" id="content">
      <h1>{stopped ? "No more mails" : "No more mails?"}</h1>
      {stopped ? <p class="lead">You get no more mails of “{title}”.</p> : (
        <>
          <p class="lead">You get mails of “{title}”. You can end them here.</p>
          <form method="post" action={address}>
            <button type="submit" class="primary">End these mails</button>
          </form>
        </>
      )}
    </main>
  );
}
