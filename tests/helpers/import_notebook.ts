/**
 * Brings a notebook in as the page's form does.
 *
 * @module
 */
import type { Page } from "playwright-core";

/** Imports the text from a page of the workspace, and returns the path of the new notebook. */
export async function importNotebook(page: Page, text: string): Promise<string> {
  return await page.evaluate(async (text) => {
    const form = new FormData();
    form.append("do", "import");
    form.append("file", new File([text], "notebook.md"));
    return new URL((await fetch("/", { method: "POST", body: form })).url).pathname;
  }, text);
}
