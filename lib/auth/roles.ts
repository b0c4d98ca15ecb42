/**
 * Who may do what: roles of accounts, and scopes to which a key is limited.
 *
 * @module
 */
import type { AccountRole } from "@/lib/db/account_tables.ts";

/** The least first: each may do what those before it may. */
export const ROLES = ["viewer", "editor", "admin"] as const satisfies readonly AccountRole[];

/** What can be done, and the least role that may do it. */
const LEAST_ROLES = {
  "metrics:read": "viewer",
  "notebooks:read": "viewer",
  "notebooks:run": "viewer",
  "notebooks:write": "editor",
  "events:write": "editor",
  "messages:send": "editor",
  "admin": "admin",
} as const satisfies Readonly<Record<string, AccountRole>>;

/** One thing that can be done. */
export type Scope = keyof typeof LEAST_ROLES;

// The keys of an object that is written above are these and no others.
/** Every scope, those of viewers first. */
export const SCOPES = Object.keys(LEAST_ROLES) as readonly Scope[];

/** Who asks. */
export interface Principal {
  readonly account: string;
  readonly role: AccountRole;
  /** What a key is limited to; `null` where the role alone decides. */
  readonly scopes: readonly Scope[] | null;
}

/** An answer to a token or key that was shown. Outsiders are told no reason. */
export type Checked =
  | { readonly type: "allowed"; readonly principal: Principal }
  | {
    readonly type: "refused";
    readonly reason: "unknown" | "expired" | "ended" | "disabled";
  };

/** Whether a role is enough for a scope. */
export function roleCovers(role: AccountRole, scope: Scope): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLES[scope]);
}

/** Whether somebody may do something: the role covers it, and so does the key where there is one. */
export function mayDo(
  { role, scopes }: Pick<Principal, "role" | "scopes">,
  scope: Scope,
): boolean {
  return roleCovers(role, scope) && (scopes === null || scopes.includes(scope));
}

/** Returns the scope of this name; `null` where there is none. */
export function parseScope(text: string): Scope | null {
  return SCOPES.find((scope) => scope === text) ?? null;
}
