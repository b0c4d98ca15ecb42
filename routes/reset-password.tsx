import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { faultsOf } from "@/lib/page/accounts/faults.ts";
import { ResetPage } from "@/lib/page/accounts/ResetPages.tsx";
import { AppError } from "@/lib/errors.ts";
import { fieldIn } from "./(_shared)/body.ts";
import { readShortForm } from "./(_shared)/comer.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Sets another password by a link that was mailed or handed over. Looking at it uses nothing up. */
export const handler = define.handlers({
  GET({ url }) {
    const token = url.searchParams.get("token") ?? "";
    return page({ token, faults: {}, over: token === "" });
  },

  async POST({ req, info, state, redirect }) {
    const form = await readShortForm(req);
    const token = fieldIn(form, "token");
    const password = fieldIn(form, "password");
    const faults = faultsOf({ password });
    if (faults.password !== undefined) return page({ token, faults, over: false }, FAULTY);
    try {
      const asked = { token, password, address: info.remoteAddress };
      if (await state.workspace.accounts.reset(asked)) {
        return redirect("/sign-in?after=password", 303);
      }
      return page({ token, faults, over: true }, { status: 410 });
    } catch (error) {
      // Only there is it known whose it is, and that it holds their address.
      if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
      const own = { password: "Leave your e-mail address out of it." };
      return page({ token, faults: own, over: false }, FAULTY);
    }
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Set another password · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <ResetPage {...data} />
  </>
));

const FAULTY = { status: 422 };
