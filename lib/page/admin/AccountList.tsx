import { ROLES } from "@/lib/auth/roles.ts";
import { ROLE_TITLES } from "@/lib/page/accounts/scope_words.ts";
import { Action, HiddenFields } from "@/lib/page/shell/Action.tsx";
import { Menu } from "@/lib/page/shell/Menu.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { AccountEntry } from "@/lib/workspace/admin/contract.ts";

interface AccountListProps {
  readonly accounts: readonly AccountEntry[];
  /** The id of who looks, whose own line says so; `null` for the owner. */
  readonly self: string | null;
}

/** All accounts, with what can be done to each. */
export function AccountList({ accounts, self }: AccountListProps) {
  if (accounts.length === 0) {
    return (
      <p class="empty">
        Nobody has an account. <a href="/account">Make the first admin</a>, then invite others.
      </p>
    );
  }
  return (
    <div class="entries">
      <ul>
        {accounts.map((account) => (
          <Entry key={account.id} account={account} isSelf={account.id === self} />
        ))}
      </ul>
    </div>
  );
}

interface EntryProps {
  readonly account: AccountEntry;
  readonly isSelf: boolean;
}

function Entry({ account, isSelf }: EntryProps) {
  const { name, email, role, createdAt, disabledAt, sessions, seenAt, fileBytes } = account;
  return (
    <li class={disabledAt === null ? "open" : "ended"}>
      <div>
        <p class="label-of">{name}{isSelf && " (you)"}</p>
        <ul class="facts">
          <li>{email}</li>
          <li>{ROLE_TITLES[role]}</li>
          {disabledAt !== null && (
            <li class="state">
              disabled <Moment at={disabledAt} />
            </li>
          )}
          <li>
            made <Moment at={createdAt} />
          </li>
          <li>
            {seenAt === null ? "not signed in" : (
              <>
                in {sessions} {sessions === 1 ? "browser" : "browsers"}, last seen{" "}
                <Moment at={seenAt} />
              </>
            )}
          </li>
          {fileBytes > 0 && <li>{sizeWords(fileBytes)} of files</li>}
        </ul>
      </div>
      <AccountMenu account={account} />
    </li>
  );
}

function sizeWords(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes < 0.1
    ? "under 0.1 MB"
    : `${megabytes.toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
}

function AccountMenu({ account }: { readonly account: AccountEntry }) {
  const { id, name, role, disabledAt } = account;
  return (
    <Menu label={`Change ${name}`} text="Change">
      <form method="post" action="/admin" class="field">
        <HiddenFields fields={{ do: "set_role", account: id }} />
        <label for={`role-${id}`}>Role</label>
        <select id={`role-${id}`} name="role">
          {ROLES.map((value) => (
            <option key={value} value={value} selected={value === role}>
              {ROLE_TITLES[value]}
            </option>
          ))}
        </select>
        <div class="row">
          <button type="submit">Set the role</button>
        </div>
      </form>
      <hr />
      {disabledAt === null && (
        <>
          <Action action="/admin" fields={{ do: "reset_link", account: id }}>
            Make a link to set a password
          </Action>
          <Action action="/admin" fields={{ do: "end_sessions", account: id }}>
            End its sessions
          </Action>
          <hr />
          <Action
            action="/admin"
            fields={{ do: "disable", account: id }}
            class="danger"
            label={`Disable ${name}`}
          >
            Disable
          </Action>
        </>
      )}
      {disabledAt !== null && (
        <Action action="/admin" fields={{ do: "enable", account: id }} label={`Enable ${name}`}>
          Enable
        </Action>
      )}
    </Menu>
  );
}
