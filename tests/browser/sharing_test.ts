import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { follow, sticksOut, untilReady, violations } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Runs an example, and returns the path of its notebook. */
async function runExample(page: Page, title: string): Promise<string> {
  await page.getByRole("link", { name: title, exact: true }).first().click();
  await page.getByRole("button", { name: "Run all" }).click();
  await page.locator("#cell-next figcaption").first().waitFor();
  return new URL(page.url()).pathname;
}

/** Makes a link with what is filled in, and returns its address. */
async function makeLink(
  page: Page,
  { path, fill }: { readonly path: string; readonly fill: () => Promise<void> },
): Promise<string> {
  await page.goto(new URL(`${path}/links`, page.url()).href);
  await fill();
  await page.getByRole("button", { name: "Make the link" }).click();
  return await page.getByLabel("Address").inputValue();
}

/** Serves a page that holds others in frames. */
function serveFrames() {
  let addresses: readonly string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    const frames = addresses.map((address) => `<iframe src="${address}"></iframe>`).join("");
    return new Response(frames, { headers: { "Content-Type": "text/html" } });
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    show: (shown: readonly string[]) => {
      addresses = shown;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

pageTest("A shared link is read, set and framed by whoever has it", async (opened) => {
  const { browser, page, errors } = opened;
  await using site = await startSite();
  await using wiki = serveFrames();
  await page.goto(site.link);
  const path = await runExample(page, "Web traffic");

  const setting = await makeLink(page, {
    path,
    fill: () => page.getByLabel("The newest figures, and parameters to set").check(),
  });
  const frozen = await makeLink(page, {
    path,
    fill: () => page.getByLabel("The figures as they are now").check(),
  });
  const guarded = await makeLink(page, {
    path,
    async fill() {
      await page.getByLabel("Password").fill("correct horse");
      await page.getByText("Show it inside other pages").click();
      await page.getByLabel("Hosts").fill(wiki.origin);
    },
  });

  // Another profile, on a phone in the dark.
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  });
  const reader = await context.newPage();
  reader.on("pageerror", (error) => errors.push(error.message));
  const forecast = reader.locator("#cell-next figcaption").first();
  await reader.goto(setting);
  match(await forecast.textContent() ?? "", /in the next 14 days/);
  equal(await reader.evaluate(() => document.documentElement.scrollWidth), 390);
  await reader.getByLabel("Horizon").fill("21");
  await reader.getByLabel("Horizon").press("Enter");
  await reader.waitForURL(/horizon=21/);
  // Where it takes longer than the page waits, the page follows by itself.
  await reader.getByText("in the next 21 days").first().waitFor();
  await reader.goBack();
  await reader.getByText("in the next 14 days").first().waitFor();

  await reader.goto(`${frozen}?horizon=21`);
  match(await forecast.textContent() ?? "", /in the next 14 days/);
  match(await reader.getByText("Figures as they were on").textContent() ?? "", /UTC/);

  await reader.goto(guarded);
  equal(await reader.title(), "Shared page");
  await reader.getByLabel("Password").fill("correct horse");
  await reader.getByRole("button", { name: "Open" }).click();
  await forecast.waitFor();

  wiki.show([guarded, frozen]);
  await reader.goto(wiki.origin);
  const frames = reader.frames().slice(1);
  await frames[0].getByRole("heading", { name: "Web traffic" }).waitFor();
  deepStrictEqual(frames.map((frame) => frame.url().startsWith(site.origin)), [true, false]);

  await page.goto(new URL(`${path}/links`, page.url()).href);
  await page.getByRole("button", { name: /^Revoke/ }).first().click();
  await page.getByText("1 ended").waitFor();
  await reader.goto(guarded);
  await reader.getByRole("heading", { name: "This link has ended" }).waitFor();
  // Back where it was, it opens for whoever has its address.
  const revoked = page.getByText("Revoked a link without a name, for good in a day");
  await revoked.waitFor();
  await follow(page.getByRole("button", { name: "Undo" }));
  deepStrictEqual([await revoked.count(), await page.getByText("1 ended").count()], [0, 0]);
  await reader.goto(guarded);
  await forecast.waitFor();
  await follow(page.getByRole("button", { name: /^Revoke/ }).first());
  await reader.goto(wiki.origin);
  const [, ended] = reader.frames();
  deepStrictEqual(ended.url().startsWith(site.origin), false);
  await reader.goto(`${site.origin}${path}`);
  await reader.getByRole("heading", { name: "Sign in" }).waitFor();
  deepStrictEqual(errors, []);
});

pageTest(
  "The address of a new link is copied by key, and by hand without scripts",
  async (opened) => {
    const { browser, page, errors } = opened;
    await using site = await startSite();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(site.link);
    await page.getByRole("link", { name: "Web traffic", exact: true }).first().click();
    const path = new URL(page.url()).pathname;
    const address = await makeLink(page, {
      path,
      async fill() {
        await page.getByText("Show it inside other pages").click();
        await page.getByLabel("Hosts").fill("https://wiki.example.org");
      },
    });
    await untilReady(page);
    const copied = page.getByRole("status").getByText("Copied", { exact: true });
    equal(await copied.count(), 0);
    // The address has the focus; the button is next.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await copied.waitFor();
    equal(await page.evaluate(() => navigator.clipboard.readText()), address);
    await page.getByRole("button", { name: "Copy the frame" }).press("Enter");
    await page.waitForFunction(async () =>
      (await navigator.clipboard.readText()).startsWith("<iframe")
    );

    // Pages that came over plain HTTP from another machine have no clipboard.
    await page.evaluate(() => navigator.clipboard.writeText("something else"));
    await page.reload();
    await untilReady(page);
    await page.evaluate(() =>
      Object.defineProperty(navigator.clipboard, "writeText", { value: undefined })
    );
    const again = await page.getByLabel("Address").inputValue();
    await page.getByRole("button", { name: "Copy the address" }).press("Enter");
    await copied.waitFor();
    equal(await page.evaluate(() => navigator.clipboard.readText()), again);
    equal(await page.evaluate(() => document.activeElement?.textContent), "Copythe address");

    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      deepStrictEqual(await violations(page), []);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    deepStrictEqual(await sticksOut(page), []);
    deepStrictEqual(errors, []);

    const storageState = await page.context().storageState();
    const context = await browser.newContext({ javaScriptEnabled: false, storageState });
    const plain = await context.newPage();
    await plain.goto(`${site.origin}${path}`);
    const told = await makeLink(plain, { path, fill: async () => {} });
    equal(await plain.getByRole("button", { name: "Copy" }).count(), 0);
    const field = plain.getByLabel("Address");
    await field.focus();
    await field.press("Control+A");
    equal(await plain.evaluate(() => getSelection()?.toString()), told);
  },
);
