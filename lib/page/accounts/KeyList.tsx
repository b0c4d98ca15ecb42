import type { ApiKey } from "@/lib/auth/api_keys.ts";
import type { Scope } from "@/lib/auth/roles.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { Faults } from "./faults.ts";
import { SCOPE_WORDS } from "./scope_words.ts";
import { TextField } from "./TextField.tsx";

/** How a key stands at a moment. */
function keyState(
  { revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">,
  now: Date,
): "open" | "ended" | "revoked" {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && new Date(expiresAt) <= now ? "ended" : "open";
}

interface KeyListProps {
  readonly keys: readonly ApiKey[];
  readonly now: Date;
}

/** The keys of an account: those that live, then those that have ended. */
export function KeyList({ keys, now }: KeyListProps) {
  const open = keys.filter((key) => keyState(key, now) === "open");
  const ended = keys.filter((key) => keyState(key, now) !== "open");
  return (
    <div class="entries">
      {open.length === 0
        ? <p class="empty">No program has a key of yours.</p>
        : <ul>{open.map((key) => <Entry key={key.id} entry={key} now={now} />)}</ul>}
      {ended.length > 0 && (
        <details class="more">
          <summary>{ended.length} ended</summary>
          <ul>{ended.map((key) => <Entry key={key.id} entry={key} now={now} />)}</ul>
        </details>
      )}
    </div>
  );
}

function Entry({ entry, now }: { readonly entry: ApiKey; readonly now: Date }) {
  const { id, name, prefix, scopes, createdAt, expiresAt, revokedAt, lastUsedAt } = entry;
  const state = keyState(entry, now);
  return (
    <li class={state}>
      <div>
        <p class="label-of">{name}</p>
        <ul class="facts">
          <li>
            <code>{prefix}…</code>
          </li>
          <li>{scopes.join(", ")}</li>
          <li>
            made <Moment at={createdAt} />
          </li>
          <li>
            {lastUsedAt === null ? "never used" : (
              <>
                last used <Moment at={lastUsedAt} />
              </>
            )}
          </li>
          {revokedAt !== null && (
            <li>
              revoked <Moment at={revokedAt} />
            </li>
          )}
          {revokedAt === null && expiresAt !== null && (
            <li>
              {state === "ended" ? "ended" : "ends"} <Moment at={expiresAt} />
            </li>
          )}
        </ul>
      </div>
      {state === "open" && (
        <Action
          action="/account"
          fields={{ do: "revoke_key", id }}
          class="danger"
          label={`Revoke the key ${name}`}
        >
          Revoke
        </Action>
      )}
    </li>
  );
}

/** What stands in the form of a new key. */
export interface KeyDraft {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly ends: string;
}

/** How the form begins: a key ends unless somebody wants it not to. */
export const NEW_KEY: KeyDraft = { name: "", scopes: [], ends: "365" };

const ENDS = [
  ["30", "In 30 days"],
  ["90", "In 90 days"],
  ["365", "In a year"],
  ["never", "Never"],
] as const;

interface KeyFormProps {
  readonly draft: KeyDraft;
  /** What a key of this account may be allowed. */
  readonly scopes: readonly Scope[];
  readonly faults: Faults;
}

/** Asks what a new key is to be. */
export function KeyForm({ draft, scopes, faults }: KeyFormProps) {
  return (
    <form method="post" action="/account" class="link-form">
      <input type="hidden" name="do" value="make_key" />
      <div class="row fields">
        <TextField
          name="key_name"
          label="What the key is for"
          value={draft.name}
          maxLength={100}
          fault={faults.key_name ?? null}
        />
        <div class="field">
          <label for="ends">It ends</label>
          <select id="ends" name="ends">
            {ENDS.map(([value, title]) => (
              <option key={value} value={value} selected={draft.ends === value}>{title}</option>
            ))}
          </select>
        </div>
      </div>
      <fieldset aria-describedby={faults.scopes === undefined ? undefined : "scopes-fault"}>
        <legend class="label">What it may do</legend>
        {scopes.map((scope) => (
          <label class="choice" key={scope}>
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              checked={draft.scopes.includes(scope)}
            />
            <span>
              {SCOPE_WORDS[scope]}
              <small>
                <code>{scope}</code>
              </small>
            </span>
          </label>
        ))}
        {faults.scopes !== undefined && (
          <p class="fault" id="scopes-fault" role="alert">{faults.scopes}</p>
        )}
      </fieldset>
      <button type="submit" class="primary">Make the key</button>
    </form>
  );
}
