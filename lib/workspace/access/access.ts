/**
 * Finds out who asks, and lets programs in and out.
 *
 * @module
 */
import type { Auth } from "@/lib/auth/auth.ts";
import type { Checked, Scope } from "@/lib/auth/roles.ts";
import { isSameText } from "@/lib/crypto/secret.ts";
import type { Access, LoggedIn, Who } from "./contract.ts";

/** What the key of the settings may do: what programs do, and no administration. */
const SETTING_SCOPES: readonly Scope[] = [
  "metrics:read",
  "notebooks:read",
  "notebooks:run",
  "events:write",
  "messages:send",
];

const REFUSED: LoggedIn = { type: "refused" };

/** Makes what finds out who asks. */
export function createAccess(
  { auth, apiKey }: {
    readonly auth: Auth;
    /** The key of the settings, which is the workspace's and no account's; `null` where none is set. */
    readonly apiKey: string | null;
  },
): Access {
  const { accounts, bearer, keys, sessions, audit } = auth;

  return {
    async who({ credential, address }) {
      switch (credential.type) {
        case "session": {
          const found = await sessions.find(credential.session);
          if (found === null) return null;
          const { account } = found;
          return account === null
            ? { by: { type: "owner" }, role: "admin", scopes: null }
            : { by: { type: "account", id: account.id }, role: account.role, scopes: null };
        }
        case "bearer": {
          const checked = await bearer.check(credential.token);
          // An access token ends every half hour: that is no news.
          if (checked.type === "refused" && checked.reason !== "expired") {
            const details = { reason: checked.reason };
            await audit.note({ event: "token_refused", account: null, address, details });
          }
          return whoOf(checked);
        }
        case "key":
          if (apiKey !== null && isSameText(apiKey, credential.key)) {
            return { by: { type: "owner" }, role: "editor", scopes: SETTING_SCOPES };
          }
          return whoOf(await keys.check(credential.key, address));
      }
    },

    async signUp(typed) {
      await accounts.signUp(typed);
    },

    async logIn(typed) {
      const signedIn = await accounts.signIn(typed);
      if (signedIn.type !== "signed_in") return signedIn;
      return { type: "signed_in", tokens: await bearer.start(signedIn.proven) };
    },

    async refresh({ refresh, address }) {
      const tokens = await bearer.refresh(refresh, address);
      return tokens === null ? REFUSED : { type: "signed_in", tokens };
    },

    async logOut({ refresh, address }) {
      await bearer.end(refresh, address);
    },
  };
}

function whoOf(checked: Checked): Who | null {
  if (checked.type === "refused") return null;
  const { account, role, scopes } = checked.principal;
  return { by: { type: "account", id: account }, role, scopes };
}
