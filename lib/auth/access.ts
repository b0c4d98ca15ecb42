/**
 * Who may use a route or an operation. Each says it; what says nothing is refused.
 *
 * A file of `routes/` declares it as `export const config: PageConfig = { access: "notebooks:read" }`,
 * or apart for what only reads (GET, HEAD, OPTIONS) and what does something (all else):
 * `{ access: { read: "notebooks:read", write: "notebooks:write" } }`. An operation of `lib/api` has a
 * field `access`. A scope is enough of whoever asks: it says which role is the least, and what a key
 * must have been made for. Whose the thing itself is (a notebook, a file, a result) is no matter of
 * the route: the engine decides that for every question, in `lib/workspace/access`.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { mayDo, type Principal, type Scope, SCOPES } from "./roles.ts";

/** Who may use something, where no scope says it. */
const OTHERS = [
  /** Nobody need be known. */
  "everyone",
  /** Who has a link, which the engine looks at for every question. */
  "link_readers",
  /** Any account, and the owner; no key, as these are made for scopes. */
  "signed_in",
  /** Each operation behind the route says it by itself, as those of lib/api do. */
  "each_operation",
] as const;

/** Who may use something. */
export type Access = typeof OTHERS[number] | Scope;

/** Who may use a route: the same for all methods, or apart for those that read and all others. */
export type RouteAccess = Access | { readonly read: Access; readonly write: Access };

/** What somebody who asks holds. */
export type Holder = Pick<Principal, "role" | "scopes">;

const READS = ["GET", "HEAD", "OPTIONS"];

/** Whether a method only reads. */
export function isRead(method: string): boolean {
  return READS.includes(method);
}

/** Returns who may use a route by this method; `null` where it declares nothing that is known. */
export function accessOf(declared: unknown, method: string): Access | null {
  if (typeof declared === "object" && declared !== null) {
    // Any object has properties; what they hold is parsed.
    const { read = null, write = null } = declared as { readonly [name: string]: unknown };
    return parseAccess(isRead(method) ? read : write);
  }
  return parseAccess(declared);
}

/**
 * Lets somebody, or nobody, on to what has this access; `null` where it declares none.
 *
 * @throws AppError NOT_SIGNED_IN where it takes somebody, NOT_GRANTED where it takes somebody else
 */
export function authorize(access: Access | null, holder: Holder | null): void {
  switch (access) {
    case null:
      throw new AppError(
        "NOT_GRANTED",
        "Cannot answer as a route must say who may use it: current value is missing",
      );
    case "everyone":
    case "link_readers":
    case "each_operation":
      return;
    case "signed_in":
      if (demand(holder).scopes === null) return;
      throw new AppError(
        "NOT_GRANTED",
        "Cannot answer as somebody must be signed in themselves: current value is a key",
      );
    default:
      if (mayDo(demand(holder), access)) return;
      throw new AppError(
        "NOT_GRANTED",
        `Cannot answer as whoever asks must be allowed "${access}": ` +
          `current value is ${describe(demand(holder))}`,
      );
  }
}

/** Returns who asks. @throws AppError NOT_SIGNED_IN */
export function demand<Someone>(holder: Someone | null): Someone {
  if (holder !== null) return holder;
  throw new AppError("NOT_SIGNED_IN", "Cannot answer as somebody must be signed in");
}

function describe({ role, scopes }: Holder): string {
  return scopes === null
    ? `the role "${role}"`
    : `a key of the role "${role}" for ${scopes.join(", ")}`;
}

function parseAccess(declared: unknown): Access | null {
  return [...OTHERS, ...SCOPES].find((access) => access === declared) ?? null;
}
