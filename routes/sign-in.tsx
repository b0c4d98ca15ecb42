import { page } from "@daybook/web";
import { Head } from "@daybook/web/runtime";
import { SignInPage } from "@/lib/page/shell/SignInPage.tsx";
import { keepSession } from "./(_shared)/cookie.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Takes the link that was printed when Daybook started, which works once. */
export const handler = define.handlers({
  async GET({ req, url, info, state, redirect }) {
    const next = ownPath(url.searchParams.get("next"));
    const token = url.searchParams.get("token");
    if (state.session !== null) return redirect(next, 303);
    if (token === null) return page({ next, refused: false });
    // Who only looks where a link leads has not used it.
    if (req.method === "HEAD") return new Response(null);
    const started = await state.workspace.owner.signIn({
      token,
      userAgent: req.headers.get("User-Agent"),
      address: info.remoteAddress,
    });
    if (started === null) return page({ next, refused: true }, { status: 401 });
    const answer = redirect(next, 303);
    const secure = url.protocol === "https:";
    answer.headers.append("Set-Cookie", keepSession(started.session, started.expiresAt, secure));
    return answer;
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Sign in · Daybook</title>
    </Head>
    <SignInPage {...data} />
  </>
));

/** Returns a path of this workspace, never another host's. */
function ownPath(asked: string | null): string {
  const base = "http://workspace.invalid";
  const url = URL.parse(asked ?? "/", base);
  // A path that begins with two slashes is a host's name to a browser.
  const own = url?.origin === base && !url.pathname.startsWith("//");
  return own ? url.pathname + url.search : "/";
}
