/**
 * A real Chromium for tests of what only a browser shows.
 *
 * @module
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "./chromium_path.ts";

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
