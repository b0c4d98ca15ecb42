/**
 * Whether a program of this very machine asks.
 *
 * A proxy on this machine connects from here too, for anybody: it says so in a header, or asks for
 * the name by which others know us. So both must be as nobody else's request is.
 *
 * @module
 */
import type { RequestInfo } from "@/lib/web/define.ts";
import { isOwnHost } from "@/lib/web/own_host.ts";

const FORWARDED = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

/** Whether a request came from this machine, for nobody else. */
export function isFromHere({ headers, url }: Request, { remoteAddress }: RequestInfo): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|::1)$/.test(remoteAddress) &&
    isOwnHost(URL.parse(url)?.host ?? "") &&
    FORWARDED.every((name) => !headers.has(name));
}
