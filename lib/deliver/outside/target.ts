/**
 * Checks where a request would go, by its URL and by every address that its name stands for.
 *
 * @module
 */
import { isOutside } from "./address.ts";

/** Why a URL is not asked. */
export type Refusal =
  | "no URL"
  | "no HTTPS"
  | "has a password"
  | "port not allowed"
  | "name not found"
  | "inside address";

/** A URL with the address that was checked: who connects takes this one, and resolves nothing again. */
export type Target =
  | { readonly type: "outside"; readonly url: URL; readonly address: string }
  | { readonly type: "refused"; readonly reason: Refusal };

/** What checking needs. */
export interface Surroundings {
  /** Returns all addresses of a name, none where it has none. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Whether an address may be reached: `isOutside`, but for tests on loopback. */
  readonly isAllowed: (address: string) => boolean;
  /** Whether http:// may be asked as well. */
  readonly allowsPlain: boolean;
}

/** What is asked in earnest: the system's resolver, the open internet, HTTPS. */
export const OPEN_INTERNET: Surroundings = {
  resolve: resolveName,
  isAllowed: isOutside,
  allowsPlain: false,
};

/** Ports of web servers; below 1024 others are of mail, shells and the like. */
const WEB_PORTS: readonly number[] = [80, 443];

/**
 * Returns the target, or why it is refused. Hosts in decimal, octal or hexadecimal are one address to URL
 * already. One inside address among several refuses all.
 */
export async function checkTarget(text: string, surroundings: Surroundings): Promise<Target> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return refused("no URL");
  if (url.protocol === "http:" && !surroundings.allowsPlain) return refused("no HTTPS");
  if (url.username !== "" || url.password !== "") return refused("has a password");
  const port = portOf(url);
  if (port < 1024 && !WEB_PORTS.includes(port)) return refused("port not allowed");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isAddress = host !== url.hostname || /^\d+(?:\.\d+){3}$/.test(host);
  const addresses = isAddress ? [host] : await surroundings.resolve(host);
  const [address] = addresses;
  if (address === undefined) return refused("name not found");
  if (!addresses.every(surroundings.isAllowed)) return refused("inside address");
  return { type: "outside", url, address };
}

/** Returns the port that a URL means. */
export function portOf({ port, protocol }: URL): number {
  return port === "" ? protocol === "https:" ? 443 : 80 : Number(port);
}

function refused(reason: Refusal): Target {
  return { type: "refused", reason };
}

/** Asks the system, as a connection would; a name that is not found has no addresses. */
async function resolveName(name: string): Promise<readonly string[]> {
  const { lookup } = await import("node:dns/promises");
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    // The reasons differ by system, and none tells more than that there is no address.
    return [];
  }
}
