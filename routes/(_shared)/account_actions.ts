/**
 * Does what a form of an account's own page asks for.
 *
 * @module
 */
import { demand } from "@/lib/auth/access.ts";
import { type Context, page, type PageResponse } from "@daybook/web";
import { AppError } from "@/lib/errors.ts";
import { type Faults, faultsOf } from "@/lib/page/accounts/faults.ts";
import { type KeyDraft, NEW_KEY } from "@/lib/page/accounts/KeyList.tsx";
import { tooOftenWords } from "@/lib/page/accounts/SignInPage.tsx";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { AccountView } from "@/lib/workspace/accounts/contract.ts";
import { fieldIn, fieldsIn, readForm, unknownAct } from "./body.ts";
import { comerOf, keepBegun } from "./comer.ts";
import { forgetSession, sessionOf } from "./cookie.ts";
import type { State } from "./define.ts";

/** What stands on the page besides the account: what was typed, done and refused. */
interface Told {
  readonly draft: KeyDraft;
  readonly faults: Faults;
  readonly done: string | null;
  readonly refusal: string | null;
  readonly madeKey: string | null;
  readonly email: string;
  readonly name: string;
}

/** What the page shows: an account, or what the owner sees in place of one. */
export type AccountShown =
  | (Told & { readonly type: "account"; readonly view: AccountView; readonly now: Date })
  | (Told & { readonly type: "owner"; readonly administered: boolean });

const NOTHING: Told = {
  draft: NEW_KEY,
  faults: {},
  done: null,
  refusal: null,
  madeKey: null,
  email: "",
  name: "",
};

/** What is told once something was done, by what the address says. */
const DONE: Readonly<Record<string, string>> = {
  renamed: "The name is changed.",
  password: "The password is changed. All other browsers are signed out.",
  ended: "The session has ended.",
  revoked: "The key has ended.",
};

/** Returns what the page shows. */
export async function loadAccount(
  { req, state }: Context<State>,
  told: Partial<Told>,
): Promise<AccountShown> {
  const by = askerOf(state);
  const done = Object.hasOwn(DONE, told.done ?? "") ? DONE[told.done ?? ""] : null;
  const shown = { ...NOTHING, ...told, done };
  const { accounts } = state.workspace;
  if (by.type === "owner") {
    const { accounts: administered } = await accounts.ways({});
    return { type: "owner", ...shown, administered };
  }
  const view = await accounts.view({ by, session: sessionOf(req) ?? "" });
  return { type: "account", ...shown, view, now: new Date() };
}

/** Does it, and answers with a redirect, or with the page that says what is wrong. */
export async function performAccount(
  ctx: Context<State>,
): Promise<Response | PageResponse<AccountShown>> {
  const { req, url, state, redirect } = ctx;
  const { accounts } = state.workspace;
  const by = askerOf(state);
  const form = await readForm(req);
  const act = fieldIn(form, "do");
  const done = (what: string) => redirect(`/account?done=${what}`, 303);
  const refuse = async (told: Partial<Told>, status = 422) =>
    page(await loadAccount(ctx, told), { status });
  switch (act) {
    case "rename": {
      const name = fieldIn(form, "name");
      const faults = faultsOf({ name });
      if (faults.name !== undefined) return await refuse({ faults });
      await accounts.rename({ by, name });
      return done("renamed");
    }
    case "change_password": {
      const password = fieldIn(form, "password");
      const asked = { by, current: fieldIn(form, "current"), password, ...comerOf(ctx) };
      const { profile } = await accounts.view({ by, session: "" });
      const { password: fault } = faultsOf({ email: profile.email, password });
      if (fault !== undefined) return await refuse({ faults: { password: fault } });
      const entered = await accounts.changePassword(asked);
      if (entered.type === "signed_in") return keepBegun(done("password"), entered.begun, url);
      if (entered.type === "too_often") {
        return await refuse({ refusal: tooOftenWords(entered.retryAfterSeconds) }, 429);
      }
      return await refuse({ faults: { current: "This is not your present password." } });
    }
    case "end_session":
      await accounts.endSession({ by, id: fieldIn(form, "id") });
      return done("ended");
    case "sign_out_everywhere": {
      await accounts.signOutEverywhere({ by, address: comerOf(ctx).address });
      const answer = redirect("/sign-in", 303);
      answer.headers.append("Set-Cookie", forgetSession(url.protocol === "https:"));
      return answer;
    }
    case "make_key":
      return await makeKey(ctx, form);
    case "revoke_key":
      await accounts.revokeKey({ by, id: fieldIn(form, "id") });
      return done("revoked");
    case "make_admin":
      return await makeAdmin(ctx, form);
    default:
      throw unknownAct(act);
  }
}

/** Makes an admin; the first one is whoever makes it, and signed in as such from now on. */
async function makeAdmin(
  ctx: Context<State>,
  form: FormData,
): Promise<Response | PageResponse<AccountShown>> {
  const { state, url, redirect } = ctx;
  const { accounts, admin } = state.workspace;
  const typed = { email: fieldIn(form, "email"), name: fieldIn(form, "name") };
  const password = fieldIn(form, "password");
  const refuse = async (faults: Faults) =>
    page(await loadAccount(ctx, { ...typed, faults }), { status: 422 });
  const faults = faultsOf({ ...typed, password });
  if (Object.keys(faults).length > 0) return await refuse(faults);
  const { accounts: administered } = await accounts.ways({});
  try {
    await admin.createAccount({ by: askerOf(state), ...typed, password, role: "admin" });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
    return await refuse({ email: "This address has an account already." });
  }
  const answer = redirect("/admin", 303);
  if (administered) return answer;
  const entered = await accounts.signIn({ email: typed.email, password, ...comerOf(ctx) });
  return entered.type === "signed_in" ? keepBegun(answer, entered.begun, url) : answer;
}

async function makeKey(
  ctx: Context<State>,
  form: FormData,
): Promise<PageResponse<AccountShown>> {
  const draft = {
    name: fieldIn(form, "key_name"),
    scopes: fieldsIn(form, "scopes"),
    ends: fieldIn(form, "ends"),
  };
  const { name } = faultsOf({ name: draft.name });
  const faults = {
    ...(name === undefined ? {} : { key_name: name }),
    ...(draft.scopes.length > 0 ? {} : { scopes: "Tick what the key may do, at least one." }),
  };
  if (Object.keys(faults).length > 0) {
    return page(await loadAccount(ctx, { draft, faults }), { status: 422 });
  }
  const days = Number(draft.ends);
  const { key } = await ctx.state.workspace.accounts.createKey({
    by: askerOf(ctx.state),
    name: draft.name,
    scopes: draft.scopes,
    days: days > 0 ? days : null,
  });
  return page(await loadAccount(ctx, { madeKey: key }), { status: 201 });
}

/** Returns who is signed in; the route lets nobody else in. */
export function askerOf({ who }: State): Asker {
  return demand(who).by;
}
