import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AppError } from "@/lib/errors.ts";
import { type SignInNews, SignInPage } from "@/lib/page/accounts/SignInPage.tsx";
import { fieldIn } from "./(_shared)/body.ts";
import { comerOf, keepBegun, readShortForm } from "./(_shared)/comer.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";
import { ownPath } from "./(_shared)/own_path.ts";

export const config: PageConfig = { access: "everyone" };

/** Takes an address and a password, or the link that was printed when Daybook started. */
export const handler = define.handlers({
  async GET(ctx) {
    const { req, url, info, state, redirect } = ctx;
    const next = ownPath(url.searchParams.get("next"));
    const token = url.searchParams.get("token");
    if (state.session !== null) return redirect(next, 303);
    const { accounts, owner } = state.workspace;
    if (token === null) {
      const after = newsOf(url.searchParams.get("after"));
      return page({ ways: await accounts.ways({}), next, email: "", news: after });
    }
    // Who only looks where a link leads has not used it.
    if (req.method === "HEAD") return new Response(null);
    const started = await owner.signIn({
      token,
      userAgent: req.headers.get("User-Agent"),
      address: info.remoteAddress,
    });
    if (started !== null) return keepBegun(redirect(next, 303), started, url);
    const used = news({ type: "used_link" });
    return page({ ways: await accounts.ways({}), next, email: "", news: used }, { status: 401 });
  },

  async POST(ctx) {
    const { req, url, state: { workspace: { accounts } }, redirect } = ctx;
    const form = await readShortForm(req);
    const next = ownPath(fieldIn(form, "next"));
    const email = fieldIn(form, "email");
    const asked = { email, password: fieldIn(form, "password"), ...comerOf(ctx) };
    const entered = await accounts.signIn(asked).catch((error) => {
      // What is no address has no account: that is told as a wrong password is.
      if (error instanceof AppError && error.code === "BAD_PARAMETER") return WRONG;
      throw error;
    });
    const ways = await accounts.ways({});
    switch (entered.type) {
      case "signed_in":
        return keepBegun(redirect(next, 303), entered.begun, url);
      case "refused":
        return page({ ways, next, email, news: news({ type: "wrong" }) }, { status: 401 });
      case "too_often": {
        const { retryAfterSeconds } = entered;
        return page({ ways, next, email, news: news(entered) }, {
          status: 429,
          headers: { "Retry-After": String(retryAfterSeconds) },
        });
      }
    }
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Sign in · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <SignInPage {...data} />
  </>
));

/** Gives news its type, which the page tells apart. */
function news(told: SignInNews): SignInNews {
  return told;
}

const WRONG = { type: "refused" } as const;

/** What came before, told by the page that led here. */
function newsOf(after: string | null): SignInNews {
  switch (after) {
    case "sign-up":
      return { type: "signed_up" };
    case "sign-up-by-mail":
      return { type: "link_mailed" };
    case "password":
      return { type: "password_set" };
    case "elsewhere":
      return { type: "elsewhere_refused" };
    default:
      return { type: "none" };
  }
}
