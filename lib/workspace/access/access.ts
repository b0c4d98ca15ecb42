/**
 * Finds out who asks, and lets programs in and out.
 *
 * @module
 */
import type { Auth } from "@/lib/auth/auth.ts";
import type { Rate } from "@/lib/auth/limits/rate_limit.ts";
import type { Checked, Scope } from "@/lib/auth/roles.ts";
import { isSameText } from "@/lib/crypto/secret.ts";
import { AppError } from "@/lib/errors.ts";
import type { Access, LoggedIn, Who } from "./contract.ts";
import { createRequestCount } from "./count_requests.ts";
import { DEFAULT_RATES, type RequestRates } from "./request_rates.ts";

/** What the key of the settings may do: what programs do, and no administration. */
const SETTING_SCOPES: readonly Scope[] = [
  "metrics:read",
  "notebooks:read",
  "notebooks:run",
  "events:write",
  "messages:send",
];

const REFUSED: LoggedIn = { type: "refused" };

/** Of an address from which too much comes nothing more is told for so long. */
const FLOOD_SECONDS = 60;
const MOST_FLOODS = 10_000;

/** So many tokens and keys that are wrong may come from an address, and then one a few seconds. */
const WRONG: Rate = { name: "wrong_credential", size: 100, refillMilliseconds: 3000 };

/** Makes what finds out who asks. */
export function createAccess(
  { auth, apiKey, rates = DEFAULT_RATES, signUp = auth.accounts.signUp }: {
    readonly auth: Auth;
    /** The key of the settings, which is the workspace's and no account's; `null` where none is set. */
    readonly apiKey: string | null;
    /** How often may be asked; left out for what holds in earnest. */
    readonly rates?: RequestRates;
    /** Signs up; left out where no letters go. */
    readonly signUp?: (typed: Parameters<Access["signUp"]>[0]) => Promise<unknown>;
  },
): Access {
  const { accounts, bearer, keys, sessions, audit, limits } = auth;

  /** Addresses from which too much came, and until when no more of it is told. */
  const floods = new Map<string, number>();
  const isNews = (address: string | null) => !((floods.get(address ?? "") ?? 0) > Date.now());

  /** Counts what was refused, for all processes; an access token that is over is no wrong one. */
  async function count(address: string | null): Promise<null> {
    // The guard asks again about what the pages have let in.
    if (address === null) return null;
    const taken = await limits.take(WRONG, address);
    if (taken.type === "allowed") return null;
    const { retryAfterSeconds } = taken;
    if (isNews(address)) {
      const details = { limit: WRONG.name };
      await audit.note({ event: "rate_limit_hit", account: null, address, details });
    }
    floods.delete(address);
    floods.set(address, Date.now() + 1000 * FLOOD_SECONDS);
    const [oldest] = floods.keys();
    if (floods.size > MOST_FLOODS) floods.delete(oldest);
    throw new AppError("TOO_OFTEN", "Cannot take so many wrong tokens and keys", {
      retryAfterSeconds,
    });
  }

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
          if (checked.type === "allowed") return whoOf(checked);
          if (checked.reason === "expired") return null;
          await count(address);
          const details = { reason: checked.reason };
          await audit.note({ event: "token_refused", account: null, address, details });
          return null;
        }
        case "key": {
          if (apiKey !== null && isSameText(apiKey, credential.key)) {
            return { by: { type: "owner" }, role: "editor", scopes: SETTING_SCOPES };
          }
          const checked = await keys.check(credential.key, address, {
            isTold: isNews(address),
          });
          return checked.type === "allowed" ? whoOf(checked) : await count(address);
        }
      }
    },

    async signUp(typed) {
      await signUp(typed);
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

    countRequests: createRequestCount({ limits, audit, rates }),

    async noteClimbing({ path, address }) {
      if ((await limits.take(WRONG, address ?? "")).type === "refused") return;
      const details = { path };
      await audit.note({ event: "path_traversal_tried", account: null, address, details });
    },

    async noteFault({ request, address }) {
      if ((await limits.take(WRONG, address ?? "")).type === "refused") return;
      const details = { request };
      await audit.note({ event: "unhandled_error", account: null, address, details });
    },
  };
}

function whoOf({ principal }: Extract<Checked, { readonly type: "allowed" }>): Who {
  const { account, role, scopes } = principal;
  return { by: { type: "account", id: account }, role, scopes };
}
