import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AccountPage } from "@/lib/page/accounts/AccountPage.tsx";
import { OwnerPage } from "@/lib/page/accounts/OwnerPage.tsx";
import { define, type PageConfig } from "./(_shared)/define.ts";
import { loadAccount, performAccount } from "./(_shared)/account_actions.ts";

export const config: PageConfig = { access: "signed_in" };

/** An account as its own person sees it; the owner, who has none, can make one. */
export const handler = define.handlers({
  async GET(ctx) {
    return page(await loadAccount(ctx, { done: ctx.url.searchParams.get("done") }));
  },

  POST: (ctx) => performAccount(ctx),
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Account · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    {data.type === "account" ? <AccountPage {...data} /> : <OwnerPage {...data} />}
  </>
));
