import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { MailStopPage } from "@/lib/page/mail/MailStopPage.tsx";
import type { MailSubscription } from "@/lib/workspace/mail/contract.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/**
 * The last link of a mail. Opening it ends nothing, as programs that look through mails open links;
 * a mail program ends them by a POST of its own, as RFC 8058 says, and nothing of what it sends is read.
 */
export const handler = define.handlers({
  async GET({ params, state }) {
    return show(await state.workspace.mail.subscription({ token: params.token }));
  },

  async POST({ params, state }) {
    return show(await state.workspace.mail.stop({ token: params.token }));
  },
});

export default define.page<typeof handler>(({ data, url }) => (
  <>
    <Head>
      <title>Mails · Daybook</title>
      <meta name="robots" content="noindex, nofollow" />
      <link rel="stylesheet" href={asset("/share.css")} />
    </Head>
    <MailStopPage subscription={data} address={url.pathname} />
  </>
));

function show(subscription: MailSubscription) {
  return page(subscription, { status: subscription.type === "gone" ? 404 : 200 });
}
