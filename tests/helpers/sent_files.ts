/**
 * Files that are sent in a browser.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { follow, untilReady } from "./seen.ts";
import type { StartedSite } from "./started_site.ts";

/** A file as a browser's chooser gives it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Makes a file of some content. */
export function chosenFile(name: string, content: string | Uint8Array): ChosenFile {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}

/** Signs in, and opens the page that takes files. */
export async function openData(page: Page, site: StartedSite): Promise<void> {
  await page.goto(site.link);
  if (page.url().includes("sign-in")) await follow(page.locator("button[type=submit]"));
  await page.goto(`${site.origin}/data`);
  await untilReady(page);
}

/** Chooses files. */
export async function choose(page: Page, ...files: readonly ChosenFile[]): Promise<void> {
  await page.setInputFiles(".drop input[type=file]", [...files]);
}

/** Sends a file, and waits for its preview. */
export async function sendOne(page: Page, file: ChosenFile): Promise<void> {
  await choose(page, file);
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  await untilReady(page);
}
