/**
 * Whether a place is this machine, where nobody else can listen in.
 *
 * @module
 */

/** None at all is this machine too: a database is then reached by its socket. */
const HOSTS = ["", "localhost", "127.0.0.1", "[::1]", "::1"];

/** Whether a host is this machine. */
export function isLoopbackHost(host: string): boolean {
  return HOSTS.includes(host.toLowerCase());
}

/** Whether a URL leads to this machine: by its host, and by the one that a database's may name besides. */
export function isLoopback(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  const named = parsed.searchParams.get("host") ?? "";
  return isLoopbackHost(parsed.hostname) && (named.startsWith("/") || isLoopbackHost(named));
}
