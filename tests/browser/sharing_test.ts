import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
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
  await reader.goto(wiki.origin);
  const [, ended] = reader.frames();
  deepStrictEqual(ended.url().startsWith(site.origin), false);
  await reader.goto(`${site.origin}${path}`);
  await reader.getByRole("heading", { name: "Sign in" }).waitFor();
  deepStrictEqual(errors, []);
});
