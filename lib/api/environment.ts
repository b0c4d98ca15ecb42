/**
 * What handlers of operations are given.
 *
 * @module
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Scope } from "@/lib/auth/roles.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";

/** What an operation takes to be used: a scope of lib/auth/roles.ts; "everyone" needs nobody. */
export type Access = Scope | "everyone";

/** What handlers are given beside the request, as `c.env`. */
export interface ApiBindings {
  readonly workspace: Workspace;
  readonly requestId: string;
  /** What the workspace is kept in. */
  readonly database: "embedded" | "server";
  /** The address at the other end of the connection. */
  readonly remoteAddress: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Says that the answer is known to take long. */
  takesLong?(): void;
  /** Lets whoever asks go on. @throws AppError NOT_SIGNED_IN, NOT_GRANTED */
  authorize(access: Access): void;
  /** Hears the path of the operation that answers, as its description has it. */
  answers?(operation: string): void;
}

/** The environment of every handler. */
export interface ApiEnvironment {
  readonly Bindings: ApiBindings;
}

/** The application to which subjects add their operations. */
export type Api = OpenAPIHono<ApiEnvironment>;
