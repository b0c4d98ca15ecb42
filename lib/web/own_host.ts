/**
 * Whether a request was meant for this machine.
 *
 * A page of another site can make its own name lead here (DNS rebinding). A browser then takes
 * both for one site, and only the name in the request tells them apart.
 *
 * @module
 */
import { refuse } from "./refusal.ts";

/** A name for this machine that nobody else can claim, at any port: a tunnel may have its own. */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Whether a host, with its port, is a name for this machine. */
export function isOwnHost(host: string): boolean {
  return OWN_HOST.test(host);
}

/** Returns the answer to a request that names another machine; `null` where it names this one. */
export function refuseOtherHost(request: Request): Response | null {
  if (isOwnHost(request.headers.get("Host") ?? "")) return null;
  // Its address is not read: a name that is none throws.
  return refuse(request, {
    status: 421,
    title: "This is another host",
    code: "BAD_USAGE",
    detail: "Cannot answer as Host must name this machine, or a host of TRUSTED_HOSTS",
  });
}
