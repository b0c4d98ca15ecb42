/** Returns a path of this workspace, never another host's. */
export function ownPath(asked: string | null): string {
  const base = "http://workspace.invalid";
  const url = URL.parse(asked ?? "/", base);
  // A path that begins with two slashes is a host's name to a browser.
  const own = url?.origin === base && !url.pathname.startsWith("//");
  return own ? url.pathname + url.search : "/";
}
