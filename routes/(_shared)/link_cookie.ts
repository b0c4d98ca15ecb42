/**
 * The cookie that spares a link's reader the password, for that link's page alone.
 *
 * @module
 */
const NAME = "daybook_link";

/** Returns the grant that a request carries, or `null`. */
export function grantOf(request: Request): string | null {
  const cookies = request.headers.get("Cookie")?.split(/;\s*/) ?? [];
  const found = cookies.find((cookie) => cookie.startsWith(`${NAME}=`));
  return found?.slice(NAME.length + 1) || null;
}

/** Returns the header that keeps a grant until the browser closes; `path` is the link's page. */
export function keepGrant(
  grant: string,
  { path, secure }: { readonly path: string; readonly secure: boolean },
): string {
  const parts = [`${NAME}=${grant}`, `Path=${path}`, "HttpOnly", "SameSite=Lax"];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}
