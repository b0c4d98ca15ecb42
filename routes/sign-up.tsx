import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AppError } from "@/lib/errors.ts";
import { faultsOf } from "@/lib/page/accounts/faults.ts";
import { tooOftenWords } from "@/lib/page/accounts/SignInPage.tsx";
import { type SignUpDoor, SignUpPage } from "@/lib/page/accounts/SignUpPage.tsx";
import type { Accounts } from "@/lib/workspace/accounts/contract.ts";
import { fieldIn } from "./(_shared)/body.ts";
import { comerOf, keepBegun, readShortForm } from "./(_shared)/comer.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Signs up, where that is open to whoever asks. */
export const handler = define.handlers({
  async GET({ url, state }) {
    const door = await doorOf(state.workspace.accounts, url.searchParams.get("invitation"));
    const status = door.type === "used_invitation" ? 410 : 200;
    return page({ door, email: "", name: "", faults: {}, refusal: null }, { status });
  },

  async POST(ctx) {
    const { req, url, state: { workspace: { accounts } }, redirect } = ctx;
    const form = await readShortForm(req);
    const invitation = fieldIn(form, "invitation") || null;
    const door = await doorOf(accounts, invitation);
    const email = door.type === "invited" ? door.email : fieldIn(form, "email");
    const name = fieldIn(form, "name");
    const password = fieldIn(form, "password");
    const waits = door.type === "open" && door.byMail;
    const faults = faultsOf({ email, name, ...(waits ? {} : { password }) });
    const typed = { door, email, name, faults };
    if (Object.keys(typed.faults).length > 0) return page({ ...typed, refusal: null }, FAULTY);
    try {
      const { origin } = url;
      const asked = { email, name, password, invitation, origin, ...comerOf(ctx) };
      const { begun } = await accounts.signUp(asked);
      return begun === null
        ? redirect(`/sign-in?after=sign-up${waits ? "-by-mail" : ""}`, 303)
        : keepBegun(redirect("/", 303), begun, url);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { retryAfterSeconds } = error;
      if (retryAfterSeconds !== null) {
        const headers = { "Retry-After": String(retryAfterSeconds) };
        return page({ ...typed, refusal: tooOftenWords(retryAfterSeconds) }, {
          status: 429,
          headers,
        });
      }
      if (error.code !== "NOT_GRANTED") throw error;
      const refusal = "Nobody can sign up with this: it needs an invitation for this address.";
      return page({ ...typed, refusal }, { status: 403 });
    }
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Sign up · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <SignUpPage {...data} />
  </>
));

const FAULTY = { status: 422 };

/** Returns who may sign up with what they brought. */
async function doorOf(accounts: Accounts, invitation: string | null): Promise<SignUpDoor> {
  const { signUps, mail: byMail } = await accounts.ways({});
  if (signUps === "closed") return { type: "closed" };
  if (invitation !== null) {
    const found = await accounts.invitation({ token: invitation });
    return found === null
      ? { type: "used_invitation" }
      : { type: "invited", token: invitation, email: found.email };
  }
  return signUps === "open" ? { type: signUps, byMail } : { type: signUps };
}
