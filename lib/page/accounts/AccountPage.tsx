import { Action } from "@/lib/page/shell/Action.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { AccountView, OwnSession } from "@/lib/workspace/accounts/contract.ts";
import { browserWords } from "./browser_words.ts";
import type { Faults } from "./faults.ts";
import { type KeyDraft, KeyForm, KeyList } from "./KeyList.tsx";
import { ROLE_TITLES, ROLE_WORDS } from "./scope_words.ts";
import { SecretOnce } from "./SecretOnce.tsx";
import { TextField } from "./TextField.tsx";

interface AccountPageProps {
  readonly view: AccountView;
  readonly draft: KeyDraft;
  readonly faults: Faults;
  /** What was done, to be told once; `null` where nothing was. */
  readonly done: string | null;
  /** What was refused that belongs to no field; `null` where nothing was. */
  readonly refusal: string | null;
  /** A key that was just made; `null` where none was. */
  readonly madeKey: string | null;
  readonly now: Date;
}

/** An account as its own person sees it: name, password, sessions, keys. */
export function AccountPage(props: AccountPageProps) {
  const { view: { profile, sessions, keys, scopes }, draft, faults, madeKey, now } = props;
  return (
    <>
      <Bar section="account" />
      <main class="page share" id="content">
        <h1>{profile.name}</h1>
        <p class="lead">
          {profile.email}. {ROLE_TITLES[profile.role]}: {lower(ROLE_WORDS[profile.role])}.
        </p>
        {props.refusal !== null && <Notice tone="error">{props.refusal}</Notice>}
        {props.done !== null && <Notice>{props.done}</Notice>}
        {madeKey !== null && (
          <SecretOnce
            lead="The key is ready."
            label="Key"
            value={madeKey}
            words="A program sends it as the header X-API-Key."
          />
        )}
        <section aria-labelledby="name-title">
          <h2 id="name-title">Name</h2>
          <form method="post" action="/account" class="one-field">
            <input type="hidden" name="do" value="rename" />
            <TextField
              name="name"
              label="As others in this workspace see you"
              value={profile.name}
              autocomplete="name"
              maxLength={100}
              fault={faults.name ?? null}
            />
            <button type="submit">Save</button>
          </form>
        </section>
        <PasswordSection hasPassword={profile.hasPassword} faults={faults} />
        <section aria-labelledby="sessions-title">
          <h2 id="sessions-title">Where you are signed in</h2>
          <div class="entries">
            <ul>{sessions.map((session) => <Session key={session.id} session={session} />)}</ul>
          </div>
          <Action action="/account" fields={{ do: "sign_out_everywhere" }} class="danger">
            Sign out everywhere
          </Action>
        </section>
        <section aria-labelledby="keys-title">
          <h2 id="keys-title">API keys</h2>
          <KeyList keys={keys} now={now} />
          <details class="more" open={faults.key_name !== undefined || faults.scopes !== undefined}>
            <summary>Make a key</summary>
            <KeyForm draft={draft} scopes={scopes} faults={faults} />
          </details>
        </section>
      </main>
    </>
  );
}

interface PasswordSectionProps {
  readonly hasPassword: boolean;
  readonly faults: Faults;
}

function PasswordSection({ hasPassword, faults }: PasswordSectionProps) {
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      {hasPassword
        ? (
          <form method="post" action="/account" class="link-form">
            <input type="hidden" name="do" value="change_password" />
            <div class="row fields">
              <TextField
                name="current"
                label="Present password"
                type="password"
                autocomplete="current-password"
                maxLength={1000}
                fault={faults.current ?? null}
              />
              <TextField
                name="password"
                label="New password"
                type="password"
                autocomplete="new-password"
                minLength={12}
                maxLength={1000}
                hint="12 characters or more. All other browsers are signed out."
                fault={faults.password ?? null}
              />
            </div>
            <button type="submit">Change the password</button>
          </form>
        )
        : <p class="empty">Another place proves who you are: there is no password here.</p>}
    </section>
  );
}

function Session({ session }: { readonly session: OwnSession }) {
  const { id, userAgent, createdAt, seenAt, current } = session;
  const words = browserWords(userAgent);
  return (
    <li>
      <div>
        <p class="label-of">{words}</p>
        <ul class="facts">
          {current && <li>this browser</li>}
          <li>
            signed in <Moment at={createdAt} />
          </li>
          <li>
            last seen <Moment at={seenAt} />
          </li>
        </ul>
      </div>
      {!current && (
        <Action
          action="/account"
          fields={{ do: "end_session", id }}
          class="danger"
          label={`End the session of ${words}`}
        >
          End
        </Action>
      )}
    </li>
  );
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
