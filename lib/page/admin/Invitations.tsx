import { ROLES } from "@/lib/auth/roles.ts";
import type { Faults } from "@/lib/page/accounts/faults.ts";
import { ROLE_TITLES, ROLE_WORDS } from "@/lib/page/accounts/scope_words.ts";
import { TextField } from "@/lib/page/accounts/TextField.tsx";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { InvitationEntry } from "@/lib/workspace/admin/contract.ts";

/** What stands in the form of an invitation. */
export interface InvitationDraft {
  readonly email: string;
  readonly role: string;
}

/** How the form begins. */
export const NEW_INVITATION: InvitationDraft = { email: "", role: "viewer" };

interface InvitationFormProps {
  readonly draft: InvitationDraft;
  readonly faults: Faults;
  /** Whether it goes by mail; else its link is to be handed over. */
  readonly mail: boolean;
}

/** Asks whom to invite, and as what. */
export function InvitationForm({ draft, faults, mail }: InvitationFormProps) {
  return (
    <form method="post" action="/admin" class="link-form">
      <input type="hidden" name="do" value="invite" />
      <div class="row fields">
        <TextField
          name="email"
          label="E-mail"
          type="email"
          value={draft.email}
          maxLength={254}
          fault={faults.email ?? null}
        />
        <div class="field">
          <label for="role">As</label>
          <select id="role" name="role">
            {ROLES.map((role) => (
              <option key={role} value={role} selected={role === draft.role}>
                {ROLE_TITLES[role]}: {ROLE_WORDS[role].toLowerCase()}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div class="row">
        <button type="submit" class="primary">{mail ? "Send the invitation" : "Invite"}</button>
      </div>
    </form>
  );
}

/** The invitations that wait. */
export function InvitationList(
  { invitations }: { readonly invitations: readonly InvitationEntry[] },
) {
  if (invitations.length === 0) return <p class="empty">No invitation waits.</p>;
  return (
    <div class="entries">
      <ul>
        {invitations.map(({ id, email, role, createdAt, expiresAt }) => (
          <li key={id}>
            <div>
              <p class="label-of">{email}</p>
              <ul class="facts">
                <li>{ROLE_TITLES[role]}</li>
                <li>
                  invited <Moment at={createdAt} />
                </li>
                <li>
                  ends <Moment at={expiresAt} />
                </li>
              </ul>
            </div>
            <Action
              action="/admin"
              fields={{ do: "revoke_invitation", id }}
              class="danger"
              label={`Withdraw the invitation of ${email}`}
            >
              Withdraw
            </Action>
          </li>
        ))}
      </ul>
    </div>
  );
}
