import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { sticksOut, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Looks at the page that is open in light and dark, and on a phone. */
async function look(page: Page, name: string, found: string[]): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const fault of await violations(page)) found.push(`${name}, ${colorScheme}: ${fault}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const fault of await sticksOut(page)) found.push(`${name}, phone: ${fault}`);
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Clicks on a button whose form leads to another page, and waits for that. */
async function send(page: Page, name: string, { exact = true } = {}): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name, exact }).first().click();
  await loaded;
}

/** Invites somebody, and returns the link that is handed over. */
async function invite(page: Page, origin: string, email: string): Promise<string> {
  await page.goto(`${origin}/admin`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("As", { exact: true }).selectOption("editor");
  await send(page, "Invite");
  return await page.locator("#made").inputValue();
}

/** Accepts an invitation, signs out, and signs in by hand. */
async function comeIn(page: Page, link: string, { name, origin }: {
  readonly name: string;
  readonly origin: string;
}): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await send(page, "Accept");
  await page.getByText("Nobody has shared a notebook with you yet.").waitFor();
  await page.locator("summary", { hasText: "You" }).click();
  await send(page, "Sign out");
  await page.goto(`${origin}/account`);
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel("Password").fill("not the right one");
  await send(page, "Sign in");
  await page.getByText("do not belong together").waitFor();
  await page.getByLabel("Password").fill(PASSWORD);
  await send(page, "Sign in");
  equal(new URL(page.url()).pathname, "/account");
}

browserTest("People are invited, share notebooks and are shut out at once", async ({ browser }) => {
  await using site = await startSite();
  const { origin } = site;
  const found: string[] = [];
  await using admin = await watch(browser, { origin });
  const { page } = admin;
  await page.goto(`${origin}/sign-in`);
  await look(page, "before anybody has an account", found);
  await page.goto(site.link);
  await page.getByRole("link", { name: "Web traffic", exact: true }).first().click();
  const notebook = page.url();
  await page.goto(`${origin}/account`);
  await look(page, "owner", found);
  await page.getByLabel("E-mail").fill("ann@example.com");
  await page.getByLabel("Name").fill("Ann");
  await page.getByLabel("Password").fill(PASSWORD);
  await send(page, "Make the account");

  for (const javaScriptEnabled of [true, false]) {
    const name = javaScriptEnabled ? "bob" : "cem";
    const email = `${name}@example.com`;
    const link = await invite(page, origin, email);
    await using person = await watch(browser, { origin, javaScriptEnabled });
    if (javaScriptEnabled) {
      await look(page, "admin", found);
      await person.page.goto(link);
      await look(person.page, "invited", found);
    }
    await comeIn(person.page, link, { name, origin });
    // What nobody has shared is not there.
    equal((await person.page.goto(notebook))?.status(), 404);

    await page.goto(`${notebook}/links`);
    await page.getByLabel("E-mail of somebody").fill(email);
    await page.getByLabel("They may").selectOption(javaScriptEnabled ? "edit" : "view");
    await send(page, "Share");
    await page.getByText(email).waitFor();
    await person.page.goto(origin);
    await person.page.getByRole("heading", { name: "Shared with me" }).waitFor();
    await person.page.getByRole("link", { name: "Web traffic", exact: true }).click();
    await person.page.getByRole("heading", { name: "Web traffic", level: 1 }).waitFor();
    const { pathname } = new URL(person.page.url());
    // Who may only view it has the page without editors.
    equal(pathname.endsWith("/app"), !javaScriptEnabled);
    if (javaScriptEnabled) {
      await look(page, "sharing", found);
      await person.page.goto(origin);
      await look(person.page, "lists", found);
      await person.page.goto(`${origin}/account`);
      await person.page.getByText("Make a key").click();
      await look(person.page, "account", found);
    }

    await page.goto(`${origin}/admin`);
    await page.locator("li", { hasText: email }).getByText("Change").click();
    await send(page, `Disable ${name}`);
    await page.locator("li", { hasText: email }).getByText("disabled").waitFor();
    await person.page.goto(notebook);
    await person.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await person.page.getByLabel("E-mail").fill(email);
    await person.page.getByLabel("Password").fill(PASSWORD);
    await send(person.page, "Sign in");
    await person.page.getByText("do not belong together").waitFor();
    deepStrictEqual(person.faults, []);
  }

  await page.goto(`${origin}/admin/audit?event=account_disabled`);
  match(await page.locator("tbody").innerText(), /cem@example\.com[^]*bob@example\.com/);
  await look(page, "audit log", found);
  deepStrictEqual([...found, ...admin.faults], []);
});
