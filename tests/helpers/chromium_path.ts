/**
 * Where Chromium is on the systems that tests run on; `CHROMIUM` names another.
 *
 * @module
 */
const PLACES = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The program, or `null` where there is none: tests that need it are left out then. */
export const chromiumPath: string | null = PLACES.find(isFile) ?? null;

function isFile(path: string | undefined): path is string {
  try {
    return path !== undefined && Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
