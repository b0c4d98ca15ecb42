import { forgetSession, sessionOf } from "./(_shared)/cookie.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "signed_in" };

/** Ends the session of this browser. */
export const handler = define.handlers({
  async POST({ req, url, state, redirect }) {
    const session = sessionOf(req);
    if (session !== null) await state.workspace.owner.signOut({ session });
    const answer = redirect("/sign-in", 303);
    answer.headers.append("Set-Cookie", forgetSession(url.protocol === "https:"));
    return answer;
  },
});
