/**
 * The settings: the only file that reads the environment.
 *
 * @module
 */

/** What Deno needs to find its cache, on each system. */
const CHILD_VARIABLES = [
  "DENO_DIR",
  "HOME",
  "XDG_CACHE_HOME",
  "LOCALAPPDATA",
  "USERPROFILE",
  "SystemRoot",
  "NPM_CONFIG_REGISTRY",
];

/** Returns the environment of a child process: where Deno's cache is, and nothing else. */
export function childEnvironment(): Record<string, string> {
  const found: Record<string, string> = { NO_COLOR: "1" };
  for (const name of CHILD_VARIABLES) {
    const value = Deno.env.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
