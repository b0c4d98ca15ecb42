/**
 * Does what a form of the admin page asks for.
 *
 * @module
 */
import { type Context, page, type PageResponse } from "@daybook/web";
import { ROLES } from "@/lib/auth/roles.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import { AppError } from "@/lib/errors.ts";
import { type Faults, faultsOf } from "@/lib/page/accounts/faults.ts";
import type { MadeForSomebody } from "@/lib/page/admin/AdminPage.tsx";
import { type InvitationDraft, NEW_INVITATION } from "@/lib/page/admin/Invitations.tsx";
import { askerOf } from "./account_actions.ts";
import { fieldIn, readForm, unknownAct } from "./body.ts";
import type { State } from "./define.ts";

/** What stands on the page besides what there is. */
interface Told {
  readonly draft: InvitationDraft;
  readonly faults: Faults;
  readonly refusal: string | null;
  readonly made: MadeForSomebody | null;
}

const NOTHING: Told = { draft: NEW_INVITATION, faults: {}, refusal: null, made: null };

/** Returns what the page shows. */
export async function loadAdmin(state: State, told: Partial<Told> = {}) {
  const { admin, accounts } = state.workspace;
  const by = askerOf(state);
  const [list, invitations, services, ways] = await Promise.all([
    admin.accounts({ by }),
    admin.invitations({ by }),
    admin.services({ by }),
    accounts.ways({}),
  ]);
  const self = by.type === "account" ? by.id : null;
  const { mail, signUps } = ways;
  return { ...NOTHING, ...told, accounts: list, invitations, services, self, mail, signUps };
}

/** What the page is given. */
export type AdminShown = Awaited<ReturnType<typeof loadAdmin>>;

/** Does it, and answers with a redirect, or with the page that tells what came of it. */
export async function performAdmin(
  { req, url, state, redirect }: Context<State>,
): Promise<Response | PageResponse<AdminShown>> {
  const { admin } = state.workspace;
  const by = askerOf(state);
  const form = await readForm(req);
  const act = fieldIn(form, "do");
  const account = fieldIn(form, "account");
  const tell = async (made: MadeForSomebody) => page(await loadAdmin(state, { made }), MADE);
  try {
    switch (act) {
      case "set_role":
        await admin.setRole({ by, account, role: roleIn(form) });
        break;
      case "disable":
      case "enable":
        await admin.setDisabled({ by, account, disabled: act === "disable" });
        break;
      case "end_sessions":
        await admin.endSessions({ by, account });
        break;
      case "reset_link": {
        const { path, mailed } = await admin.resetLink({ by, account });
        return await tell({ type: "reset", address: url.origin + path, mailed });
      }
      case "invite": {
        const draft = { email: fieldIn(form, "email"), role: fieldIn(form, "role") };
        const faults = faultsOf({ email: draft.email });
        if (faults.email !== undefined) {
          return page(await loadAdmin(state, { draft, faults }), { status: 422 });
        }
        const asked = { by, email: draft.email, role: roleIn(form), origin: url.origin };
        const { path, mailed } = await admin.invite(asked);
        return await tell({ type: "invitation", address: url.origin + path, mailed });
      }
      case "revoke_invitation":
        await admin.revokeInvitation({ by, id: fieldIn(form, "id") });
        break;
      default:
        throw unknownAct(act);
    }
  } catch (error) {
    const refusal = await refusalOf(error, state);
    if (refusal === null) throw error;
    return page(await loadAdmin(state, { refusal }), { status: 403 });
  }
  return redirect("/admin", 303);
}

const MADE = { status: 201 };

/** An admin is told on the page why something was refused; whoever is none any more, is not. */
async function refusalOf(error: unknown, { session, workspace }: State): Promise<string | null> {
  if (!(error instanceof AppError) || error.code !== "NOT_GRANTED" || session === null) return null;
  const isAdmin = await workspace.admin.services({ by: session.by }).then(() => true, () => false);
  return isAdmin ? "An admin must be left: make somebody else one first." : null;
}

function roleIn(form: FormData): AccountRole {
  const text = fieldIn(form, "role");
  const role = ROLES.find((one) => one === text);
  if (role !== undefined) return role;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot set a role as it must be ${ROLES.join(", ")}: current value is ${JSON.stringify(text)}`,
  );
}
