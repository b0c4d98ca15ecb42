import { HttpError } from "@daybook/web";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { keepOpenIdState } from "@/routes/(_shared)/open_id_cookie.ts";
import { ownPath } from "@/routes/(_shared)/own_path.ts";

export const config: PageConfig = { access: "everyone" };

/** Leads to the other place to sign in at. */
export const handler = define.handlers({
  async GET({ req, url, info, state, redirect }) {
    const next = ownPath(url.searchParams.get("next"));
    if (state.session !== null) return redirect(next, 303);
    // Who only looks where a link leads begins nothing.
    if (req.method === "HEAD") return new Response(null);
    const begun = await state.workspace.accounts.beginOpenId({
      origin: url.origin,
      next,
      address: info.remoteAddress,
    });
    if (begun === null) throw new HttpError(404);
    const answer = redirect(begun.location, 303);
    answer.headers.append("Set-Cookie", keepOpenIdState(begun.state, url.protocol === "https:"));
    return answer;
  },
});
