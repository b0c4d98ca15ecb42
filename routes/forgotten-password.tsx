import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { faultsOf } from "@/lib/page/accounts/faults.ts";
import { ForgottenPage } from "@/lib/page/accounts/ResetPages.tsx";
import { fieldIn } from "./(_shared)/body.ts";
import { readShortForm } from "./(_shared)/comer.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone", slow: true };

/** Mails a link to set another password; it never tells whether there is such an account. */
export const handler = define.handlers({
  async GET({ state }) {
    const { mail } = await state.workspace.accounts.ways({});
    return page({ mail, email: "", faults: {}, asked: false });
  },

  async POST({ req, url, info, state }) {
    const { accounts } = state.workspace;
    const email = fieldIn(await readShortForm(req), "email");
    const { mail } = await accounts.ways({});
    const faults = faultsOf({ email });
    const isFaulty = Object.keys(faults).length > 0;
    if (isFaulty || !mail) {
      return page({ mail, email, faults, asked: false }, { status: isFaulty ? 422 : 200 });
    }
    await accounts.requestReset({ email, address: info.remoteAddress, origin: url.origin });
    return page({ mail, email, faults, asked: true });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Forgotten password · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <ForgottenPage {...data} />
  </>
));
