/**
 * The cookie that spares a link's reader the password, for that link's page alone.
 *
 * @module
 */
import { cookieNamed } from "./cookie.ts";

const NAME = "daybook_link";

/** Returns the grant that a request carries, or `null`. */
export function grantOf(request: Request): string | null {
  return cookieNamed(NAME, request);
}

/** Returns the header that keeps a grant until the browser closes; `path` is the link's page. */
export function keepGrant(
  grant: string,
  { path, secure }: { readonly path: string; readonly secure: boolean },
): string {
  const parts = [`${NAME}=${grant}`, `Path=${path}`, "HttpOnly", "SameSite=Lax"];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}
