/**
 * A real Chromium for tests of what only a browser shows.
 *
 * @module
 */
import { type Browser, chromium, type Page } from "playwright-core";

/** Where Chromium is on the systems that tests run on; `CHROMIUM` names another. */
const PLACES = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The program, or `null` where there is none: tests that need it are left out then. */
export const chromiumPath: string | null = PLACES.find(isFile) ?? null;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page, and what was wrong on it. */
export interface BrowserPage extends AsyncDisposable {
  readonly browser: Browser;
  readonly page: Page;
  /** Errors that scripts threw, and what the policy or the network refused. */
  readonly errors: string[];
}

/** Opens an empty page in a browser of its own. */
export async function openBrowser(): Promise<BrowserPage> {
  const browser = await chromium.launch({ executablePath: chromiumPath ?? undefined, args: FLAGS });
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return { browser, page, errors, [Symbol.asyncDispose]: () => browser.close() };
}

/** Declares a test that needs a browser. */
export function browserTest(name: string, test: (opened: BrowserPage) => Promise<void>): void {
  Deno.test({
    name,
    ignore: chromiumPath === null,
    async fn() {
      await using opened = await openBrowser();
      await test(opened);
    },
    // The pipes of a browser that has been closed end a moment later.
    sanitizeOps: false,
    sanitizeResources: false,
  });
}

function isFile(path: string | undefined): path is string {
  try {
    return path !== undefined && Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
