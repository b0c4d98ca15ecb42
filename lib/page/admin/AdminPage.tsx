import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import type { Faults } from "@/lib/page/accounts/faults.ts";
import { SecretOnce } from "@/lib/page/accounts/SecretOnce.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type {
  AccountEntry,
  InvitationEntry,
  ServiceState,
} from "@/lib/workspace/admin/contract.ts";
import { AccountList } from "./AccountList.tsx";
import { AdminNav } from "./AdminNav.tsx";
import { type InvitationDraft, InvitationForm, InvitationList } from "./Invitations.tsx";
import { ServiceList } from "./ServiceList.tsx";

/** A link that was just made for somebody. */
export interface MadeForSomebody {
  readonly type: "invitation" | "reset";
  readonly address: string;
  readonly mailed: boolean;
}

interface AdminPageProps {
  readonly accounts: readonly AccountEntry[];
  readonly invitations: readonly InvitationEntry[];
  readonly services: readonly ServiceState[];
  readonly self: string | null;
  readonly mail: boolean;
  readonly signUps: SignUpPolicy;
  readonly draft: InvitationDraft;
  readonly faults: Faults;
  readonly refusal: string | null;
  readonly made: MadeForSomebody | null;
}

/** What admins look after: accounts, invitations, and what is set up. */
export function AdminPage(props: AdminPageProps) {
  const { accounts, invitations, services, self, mail, draft, faults, refusal, made } = props;
  return (
    <>
      <Bar section="admin" />
      <main class="page share" id="content">
        <h1>Admin</h1>
        <AdminNav open="accounts" />
        {refusal !== null && <Notice tone="error">{refusal}</Notice>}
        {made !== null && <Made {...made} />}
        <section aria-labelledby="accounts">
          <h2 id="accounts">Accounts</h2>
          <AccountList accounts={accounts} self={self} />
        </section>
        <section aria-labelledby="invite">
          <h2 id="invite">Invite somebody</h2>
          {props.signUps === "closed"
            ? (
              <p class="empty">
                Sign-up is closed: set <code>SIGN_UP</code> to <code>by_invitation</code> first.
              </p>
            )
            : <InvitationForm draft={draft} faults={faults} mail={mail} />}
        </section>
        <section aria-labelledby="invitations">
          <h2 id="invitations">Invitations</h2>
          <InvitationList invitations={invitations} />
        </section>
        <section aria-labelledby="services">
          <h2 id="services">What is set up</h2>
          <ServiceList services={services} />
        </section>
      </main>
    </>
  );
}

function Made({ type, address, mailed }: MadeForSomebody) {
  const words = mailed ? "It is on its way by mail, too." : undefined;
  return type === "invitation"
    ? (
      <SecretOnce
        lead="The invitation is ready."
        label="Its link, good for a week and for this address alone"
        value={address}
        words={words ?? "No mail is set up: hand the link to whom you invite."}
      />
    )
    : (
      <SecretOnce
        lead="The link is ready."
        label="Sets another password once, within a day"
        value={address}
        words={words ?? "Hand it to whoever the account is of, and to nobody else."}
      />
    );
}
