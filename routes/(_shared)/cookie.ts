/**
 * The cookie that holds a session's secret.
 *
 * @module
 */
const NAME = "daybook_session";

/** Returns the session that a request carries, or `null`. */
export function sessionOf(request: Request): string | null {
  return cookieNamed(NAME, request);
}

/** Returns what a cookie of a request holds, or `null`. */
export function cookieNamed(name: string, request: Request): string | null {
  const cookies = request.headers.get("Cookie")?.split(/;\s*/) ?? [];
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`));
  return found?.slice(name.length + 1) || null;
}

/** Returns the header that keeps a session in the browser until it expires. */
export function keepSession(session: string, expiresAt: string, secure: boolean): string {
  return cookie(session, `Expires=${new Date(expiresAt).toUTCString()}`, secure);
}

/** Returns the header that makes the browser forget its session. */
export function forgetSession(secure: boolean): string {
  return cookie("", "Max-Age=0", secure);
}

/** Scripts can't read it, and other sites' forms and frames don't send it. */
function cookie(value: string, lifetime: string, secure: boolean): string {
  const parts = [`${NAME}=${value}`, "Path=/", "HttpOnly", "SameSite=Lax", lifetime];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}
