/**
 * The cookie that holds a session's secret.
 *
 * @module
 */
const NAME = "daybook_session";

/** Returns the session that a request carries, or `null`. */
export function sessionOf(request: Request): string | null {
  return cookieNamed(hostName(NAME, isSecure(request)), request);
}

/**
 * Returns what a cookie of this name is called. Over TLS a browser takes one that begins with
 * `__Host-` from this host by TLS alone: no host beside it, and nobody on the way, can set it.
 */
export function hostName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** Whether a request has come by TLS, to us or to a proxy that is believed. */
export function isSecure(request: Request): boolean {
  return new URL(request.url).protocol === "https:";
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
  const parts = [
    `${hostName(NAME, secure)}=${value}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    lifetime,
  ];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}
