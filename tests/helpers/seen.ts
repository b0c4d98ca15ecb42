/**
 * Looks at pages as a stern reader would: with axe, on a phone, and at all that a browser
 * complains of.
 *
 * @module
 */
import axe from "axe-core";
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from "playwright-core";

/** A run that takes longer hangs: on a busy machine one takes many times what it needs. */
const RUN_MILLISECONDS = 120_000;

/** A profile of a browser, and what was wrong on its pages. */
export interface Watched extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts, what the policy refused, requests to elsewhere, and dialogs. */
  readonly faults: string[];
}

/** Opens a profile whose every page is watched. */
export async function watch(
  browser: Browser,
  { origin, ...options }: BrowserContextOptions & { readonly origin: string },
): Promise<Watched> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  const faults: string[] = [];
  // A browser logs an answer that is an error, as the pages that tell of errors are.
  context.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      faults.push(`${message.page()?.url()} logs ${message.text()}`);
    }
  });
  context.on("weberror", (error) => faults.push(`${error.page()?.url()} throws ${error.error()}`));
  context.on("dialog", async (dialog) => {
    faults.push(`${dialog.page()?.url()} opens a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:" && url.protocol !== "blob:") {
      faults.push(`${request.frame().url()} asks ${request.url()}`);
    }
  });
  context.on("response", (response) => {
    const isPage = response.request().isNavigationRequest();
    // That somebody else saved first is no fault.
    if (!isPage && response.status() >= 400 && response.status() !== 409) {
      faults.push(`${response.frame().url()} got ${response.status()} from ${response.url()}`);
    }
  });
  const page = await context.newPage();
  return { context, page, faults, [Symbol.asyncDispose]: () => context.close() };
}

/** Waits until every island of the page that is open has come to life, or has failed to. */
export async function untilReady(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.readyState !== "loading" &&
    document.querySelector("daybook-island:not([data-ready], [data-failed])") === null
  );
}

/** Presses what leads to a page or sends a form, and waits until all of the next page is there. */
export async function follow(link: Locator): Promise<void> {
  // A driver is done with a click while the next page still arrives, of which it would see a part.
  const loaded = link.page().waitForEvent("load");
  await link.click();
  await loaded;
}

/** Waits until a notebook's page, to which a link may still lead, is ready and follows. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });
  await untilReady(page);
}

/**
 * Puts a text into the editor that has the focus, at once and in place of what is selected, as a
 * paste does. What a driver "inserts" Chromium takes apart by lines, between which the editor may
 * draw: on a busy machine a text of many lines came out mangled.
 */
export async function paste(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content:focus").evaluate((content, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    const options = { clipboardData, bubbles: true, cancelable: true };
    content.dispatchEvent(new ClipboardEvent("paste", options));
  }, text);
}

/** Runs all cells of the notebook that is open, and waits until none is still to run. */
export async function runAll(page: Page): Promise<void> {
  await untilLive(page);
  await page.getByRole("button", { name: "Run all", exact: true }).click();
  await page.waitForFunction(
    () =>
      document.querySelector(".cell.fresh") !== null &&
      document.querySelector(".cell.running, .cell.queued, .cell.stale") === null,
    undefined,
    { timeout: RUN_MILLISECONDS },
  );
}

/** Returns the file of the notebook that is open, or of another by its path, as it is kept. */
export async function keptSource(page: Page, path?: string): Promise<string> {
  return await page.evaluate(
    async (path) => await (await fetch(`/api${path ?? location.pathname}/source`)).text(),
    path,
  );
}

/** Returns the text of a cell of the notebook that is open, as it is kept. */
export async function keptText(page: Page, cell: string): Promise<string> {
  const source = await keptSource(page);
  return new RegExp(`\`\`\`\\w+ ${cell}\\n([^]*?)\`\`\``).exec(source)?.[1] ?? "";
}

/** Opens the site for two people; a link signs in once, so that both have what the first was given. */
export async function watchTwo(
  browser: Browser,
  { origin, link }: { readonly origin: string; readonly link: string },
): Promise<{ readonly ann: Watched; readonly bob: Watched } & AsyncDisposable> {
  const ann = await watch(browser, { origin });
  await ann.page.goto(link);
  const bob = await watch(browser, { origin, storageState: await ann.context.storageState() });
  return {
    ann,
    bob,
    async [Symbol.asyncDispose]() {
      await bob[Symbol.asyncDispose]();
      await ann[Symbol.asyncDispose]();
    },
  };
}

/** Returns what axe finds on a page as it stands, a line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => "axe" in globalThis);
  // By the browser's own tools, since no page lets in a script of another origin.
  if (!isThere) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, target, failureSummary }) =>
        `${id} at ${target.join(" ")}: ${html.slice(0, 200)}\n    ${
          failureSummary?.replaceAll("\n", " ")
        }`
      )
    );
  });
  return found;
}

/** Returns what makes a page scroll sideways: nothing, or how wide it is and what sticks out. */
export async function sticksOut(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    // What scrolls within its own width makes no page wide.
    const isHeld = (element: Element): boolean => {
      const parent = element.parentElement;
      return parent !== null && parent !== document.body &&
        (getComputedStyle(parent).overflowX !== "visible" || isHeld(parent));
    };
    const widest = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .filter((element) => !isHeld(element))
      .toSorted((one, two) => two.getBoundingClientRect().right - one.getBoundingClientRect().right)
      .slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
    return [`${root.scrollWidth} of ${root.clientWidth} pixels: ${widest.join("\n    ")}`];
  });
}
