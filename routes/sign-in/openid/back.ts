import { AppError } from "@/lib/errors.ts";
import { comerOf, keepBegun } from "@/routes/(_shared)/comer.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { forgetOpenIdState, openIdStateOf } from "@/routes/(_shared)/open_id_cookie.ts";

export const config: PageConfig = { access: "everyone" };

/** Where the other place leads back to; only the browser that went there gets in. */
export const handler = define.handlers({
  async GET(ctx) {
    const { req, url, state: { workspace: { accounts } }, redirect } = ctx;
    const forget = (answer: Response) => {
      answer.headers.append("Set-Cookie", forgetOpenIdState(url.protocol === "https:"));
      return answer;
    };
    const state = openIdStateOf(req);
    if (req.method === "HEAD" || state === null) {
      return forget(redirect("/sign-in?after=elsewhere", 303));
    }
    try {
      const { begun, next } = await accounts.endOpenId({ url: url.href, state, ...comerOf(ctx) });
      return forget(keepBegun(redirect(next, 303), begun, url));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "NOT_GRANTED") throw error;
      return forget(redirect("/sign-in?after=elsewhere", 303));
    }
  },
});
