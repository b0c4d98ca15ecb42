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

/** What a test of several pages is given. */
export interface OpenedBrowser {
  readonly browser: Browser;
}

/** A page, and what was wrong on it. */
export interface OpenedPage extends OpenedBrowser {
  readonly page: Page;
  /** Errors that scripts threw, and what the policy or the network refused. */
  readonly errors: string[];
}

/** Started by the first test of this file: it takes as long as half a test. */
let shared: Promise<Browser> | null = null;

/** Declares a test that opens pages in profiles of its own, of a browser that its file shares. */
export function browserTest(name: string, test: (opened: OpenedBrowser) => Promise<void>): void {
  Deno.test({
    name,
    ignore: chromiumPath === null,
    async fn() {
      const browser = await open();
      try {
        await test({ browser });
      } finally {
        // A test that fails leaves its profiles open.
        await Promise.all(browser.contexts().map((context) => context.close()));
      }
    },
    // The pipes of a browser outlast the test.
    sanitizeOps: false,
    sanitizeResources: false,
  });
}

/** Declares a test of one page, which is empty and of a profile that nobody used. */
export function pageTest(name: string, test: (opened: OpenedPage) => Promise<void>): void {
  browserTest(name, async ({ browser }) => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await test({ browser, page, errors });
  });
}

/** Returns the browser of this file; one that a test closed or broke is replaced. */
async function open(): Promise<Browser> {
  const opened = await shared;
  if (opened?.isConnected()) return opened;
  shared = chromium.launch({ executablePath: chromiumPath ?? undefined, args: FLAGS });
  return await shared;
}

Deno.test.afterAll(async () => {
  await (await shared)?.close();
});
