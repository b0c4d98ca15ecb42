/**
 * The cookie that says in which browser a sign-in at another place began.
 *
 * @module
 */
import { cookieNamed, hostName, isSecure } from "./cookie.ts";

const NAME = "daybook_openid";
const LIFE_SECONDS = 600;

/** Returns the state that a request carries, or `null`. */
export function openIdStateOf(request: Request): string | null {
  return cookieNamed(hostName(NAME, isSecure(request)), request);
}

/** Returns the header that keeps a state until the browser comes back. */
export function keepOpenIdState(state: string, secure: boolean): string {
  return cookie(state, LIFE_SECONDS, secure);
}

/** Returns the header that makes the browser forget it. */
export function forgetOpenIdState(secure: boolean): string {
  return cookie("", 0, secure);
}

/** The other place leads back by a link, with which a lax cookie goes along. */
function cookie(value: string, seconds: number, secure: boolean): string {
  const parts = [`${hostName(NAME, secure)}=${value}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  return [...parts, `Max-Age=${seconds}`, ...(secure ? ["Secure"] : [])].join("; ");
}
