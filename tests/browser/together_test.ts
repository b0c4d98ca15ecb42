import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { follow, keptSource, keptText, paste, untilLive, watchTwo } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Types into the text editor that is open, in place of all that is there. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await paste(page, text);
}

const TEXT = "from: daily\nmeasure: visits\n";

browserTest(
  "Two people work on one notebook, and nothing is overwritten in silence",
  async (opened) => {
    await using site = await startSite();
    const { origin } = site;
    await using people = await watchTwo(opened.browser, site);
    const { ann, bob } = people;
    await follow(ann.page.getByRole("link", { name: "Web traffic", exact: true }));
    const notebook = new URL(ann.page.url()).pathname;
    const address = `${origin}${notebook}`;
    const edit = `${address}?edit-cell=odd&edit-as=text`;

    // Who only reads sees what the other saves.
    await bob.page.goto(address);
    await untilLive(bob.page);
    await ann.page.locator("#cell-brief summary[aria-label^=More]").click();
    await ann.page.locator("#cell-brief").getByRole("button", { name: "Leave out" }).click();
    await bob.page.locator("#cell-brief.disabled").waitFor();

    // Both have a cell open; who saves last is asked.
    for (const { page } of [ann, bob]) {
      await page.goto(edit);
      await page.locator(".cm-content").waitFor();
      await untilLive(page);
    }
    await write(ann.page, `${TEXT}threshold: 2\n`);
    await ann.page.keyboard.press("Shift+Enter");
    await bob.page.getByText("Changed elsewhere").waitFor();
    match(await keptText(ann.page, "odd"), /threshold: 2\n/);
    await write(bob.page, `${TEXT}threshold: 5\n`);
    await bob.page.getByText("Somebody else changed this cell").waitFor();
    match(await keptText(ann.page, "odd"), /threshold: 2\n/);
    await bob.page.getByRole("button", { name: "Take theirs" }).click();
    await bob.page.locator(".cell-editor:not([data-unsaved])").waitFor();

    // The same with prose, where the choice stands on the page.
    for (const { page } of [ann, bob]) {
      await page.goto(`${address}?edit-prose=0`);
      await untilLive(page);
    }
    await ann.page.locator("#prose-0").fill("Written by Ann.");
    await ann.page.getByRole("button", { name: "Save", exact: true }).click();
    await bob.page.getByText("Changed elsewhere").waitFor();
    equal(await bob.page.locator("#prose-0").count(), 1);
    await bob.page.locator("#prose-0").fill("Written by Bob.");
    await bob.page.getByRole("button", { name: "Save", exact: true }).click();
    await bob.page.getByRole("heading", { name: /^Somebody saved/ }).waitFor();
    match(await bob.page.locator(".conflict").innerText(), /Written by Ann/);
    match(await keptSource(ann.page), /Written by Ann/);
    await bob.page.getByRole("button", { name: "Save mine on top of theirs" }).click();
    await bob.page.locator(".prose").getByText("Written by Bob.").waitFor();
    await ann.page.locator(".prose").getByText("Written by Bob.").waitFor();
    // What was written over is one revision back.
    await bob.page.goto(`${address}/history`);
    equal(await bob.page.getByRole("button", { name: /Restore/ }).count() > 0, true);
    assertEquals([...ann.faults, ...bob.faults], []);
  },
);

browserTest("What one types stays while another saves the same cell", async (opened) => {
  await using site = await startSite();
  const { origin } = site;
  await using people = await watchTwo(opened.browser, site);
  const { ann, bob } = people;
  await follow(ann.page.getByRole("link", { name: "Web traffic", exact: true }));
  const edit = `${origin}${new URL(ann.page.url()).pathname}?edit-cell=odd&edit-as=text`;
  const shown = async () => (await bob.page.locator(".cm-line").allTextContents()).join("\n");
  await ann.page.goto(edit);
  await ann.page.locator(".cm-content").waitFor();

  // Bob types before the script of his editor has come.
  const held = Promise.withResolvers<void>();
  await bob.page.route(/CellEditor/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await bob.page.goto(edit, { waitUntil: "commit" });
  const box = bob.page.locator("textarea[name=text]");
  await box.fill(`${TEXT}threshold: 3\n`);
  await bob.page.locator("[data-ready] .live-state").waitFor({ state: "attached" });
  await write(ann.page, `${TEXT}threshold: 2\n`);
  await bob.page.getByText("Changed elsewhere").waitFor();
  match(await box.inputValue(), /threshold: 3\n/);
  match(await keptText(ann.page, "odd"), /threshold: 2\n/);
  held.resolve();
  const asked = bob.page.getByText("Somebody else changed this cell");
  await asked.waitFor();
  await bob.page.locator(".cm-content").waitFor();
  match(await shown(), /threshold: 3\n/);

  // Neither another form of the page nor its links take away what is asked about.
  await bob.page.locator("#cell-brief summary[aria-label^=More]").click();
  await bob.page.locator("#cell-brief").getByRole("button", { name: "Leave out" }).click();
  await bob.page.locator("#cell-brief.disabled").waitFor();
  match(await shown(), /threshold: 3\n/);
  await bob.page.getByText("Theirs", { exact: true }).click();
  match(await bob.page.locator(".save-status pre").innerText(), /threshold: 2\n/);
  await bob.page.getByRole("button", { name: "Keep mine" }).click();
  await bob.page.locator(".cell-editor:not([data-unsaved])").waitFor();
  match(await keptText(ann.page, "odd"), /threshold: 3\n/);

  // Again, and theirs is taken.
  await ann.page.goto(edit);
  await bob.page.goto(edit);
  for (const { page } of [ann, bob]) {
    await page.locator(".cm-content").waitFor();
    await untilLive(page);
  }
  await write(ann.page, `${TEXT}threshold: 4\n`);
  await bob.page.getByText("Changed elsewhere").waitFor();
  await write(bob.page, `${TEXT}threshold: 5\n`);
  await asked.waitFor();
  match(await shown(), /threshold: 5\n/);
  // Theirs is what they have saved last, in the text and in the form.
  await write(ann.page, `${TEXT}threshold: 6\n`);
  await ann.page.locator(".cell-editor:not([data-unsaved])").waitFor();
  await bob.page.getByRole("button", { name: "Take theirs" }).click();
  await asked.waitFor({ state: "detached" });
  match(await shown(), /threshold: 6\n/);
  await bob.page.getByRole("tab", { name: "Form" }).click();
  equal(await bob.page.getByLabel("Threshold").inputValue(), "6");
  match(await keptText(ann.page, "odd"), /threshold: 6\n/);

  // Prose stays too, until its own link gives it up.
  await bob.page.goto(`${edit.split("?")[0]}?edit-prose=0`);
  await untilLive(bob.page);
  const prose = bob.page.locator("#prose-0");
  await prose.fill("Not yet saved.");
  await bob.page.locator("#cell-brief summary[aria-label^=More]").click();
  await bob.page.locator("#cell-brief").getByRole("button", { name: "Take in again" }).click();
  await bob.page.locator("#cell-brief:not(.disabled)").waitFor();
  equal(await prose.inputValue(), "Not yet saved.");
  await bob.page.locator(".editing").getByRole("link", { name: "Cancel" }).click();
  await prose.waitFor({ state: "detached" });
  assertEquals([...ann.faults, ...bob.faults], []);
});

/** What the cells of the open page show, but for how long ago that was; or whether it is a text. */
function textOfCells(expected: string | null): string | boolean {
  const text = [...document.querySelectorAll<HTMLElement>("[data-cell]")].map((cell) => {
    const times = [...cell.querySelectorAll("time")].map(({ innerText }) => innerText);
    const words = times.reduce((text, time) => text.replace(time, ""), cell.innerText);
    return `${cell.className} ${words}`;
  }).join("\n");
  return expected === null ? text : text === expected;
}

browserTest("A page that outlives the server shows what there is afterwards", async (opened) => {
  await using folder = await makeFolder();
  const environment = { DATA_DIR: `${folder.path}/data` };
  const first = await startSite({ environment });
  const { origin } = first;
  const context = await opened.browser.newContext();
  const page = await context.newPage();
  await page.goto(first.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  const notebook = new URL(page.url()).pathname;
  await untilLive(page);
  await page.getByRole("button", { name: "Run all" }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[data-cell]")].every(({ classList }) =>
      classList.contains("fresh")
    )
  );
  await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
  const events = /\/events\?/;
  let isCut = true;
  await page.route(events, (route) => isCut ? route.abort("connectionrefused") : route.continue());
  await first[Symbol.asyncDispose]();
  await page.getByText("Offline").waitFor();

  // Something changes before the page hears from the server again.
  await using second = await startSite({
    environment,
    words: ["--port", new URL(origin).port],
  });
  equal(second.origin, origin);
  const before = await (await second.fetch(`${notebook}`)).text();
  const revision = Number(/data-revision="(\d+)"/.exec(before)?.[1]);
  const changed = await second.fetch(`/api${notebook}/edit`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" },
    body: JSON.stringify({
      revision,
      editor: "test",
      parameters: {},
      edits: [{ type: "set_head", path: ["title"], value: "After the restart" }, {
        type: "set_disabled",
        cell: "brief",
        disabled: true,
      }],
    }),
  });
  equal(changed.status, 200, await changed.text());
  isCut = false;
  await page.getByRole("heading", { name: "After the restart" }).waitFor();
  await page.locator("#cell-brief.disabled").waitFor();
  equal(await page.evaluate(() => "stayed" in globalThis), true);

  // What it shows equals a page that is opened anew.
  const fresh = await context.newPage();
  await fresh.goto(`${origin}${notebook}`);
  await untilLive(fresh);
  const text = String(await fresh.evaluate(textOfCells, null));
  await page.waitForFunction(textOfCells, text);
  // And what runs from now on arrives too.
  await fresh.locator("#cell-brief summary[aria-label^=More]").click();
  await fresh.locator("#cell-brief").getByRole("button", { name: "Take in again" }).click();
  await page.locator("#cell-brief:not(.disabled)").waitFor();
  await context.close();
});

Deno.test("200 pages that follow one notebook are told every event, in order", async () => {
  await using site = await startSite();
  const created = await site.fetch("/", {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin" },
    body: new URLSearchParams({ do: "create" }),
  });
  await created.body?.cancel();
  const notebook = new URL(created.headers.get("Location") ?? "", site.origin).pathname;
  const html = await (await site.fetch(notebook)).text();
  const after = /data-event="([^"]+)"/.exec(html)?.[1] ?? "";
  const query = new URLSearchParams({ after });
  const streams = await Promise.all(
    Array.from({ length: 200 }, () => site.fetch(`/api${notebook}/events?${query}`)),
  );
  const told = streams.map(({ body }) => readIds(body, 50));
  for (let revision = 1; revision <= 50; revision++) {
    const answer = await site.fetch(`/api${notebook}/edit`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" },
      body: JSON.stringify({
        revision,
        editor: "test",
        parameters: {},
        edits: [{ type: "set_head", path: ["title"], value: `Title ${revision}` }],
      }),
    });
    equal(answer.status, 200, await answer.text());
  }
  const [boot, last] = after.split(":");
  // An edit is one event, and 50 follow the last that the page knew of.
  const expected = Array.from({ length: 50 }, (_, i) => `${boot}:${Number(last) + i + 1}`);
  for (const ids of await Promise.all(told)) assertEquals(ids, expected);
});

/** Reads so many ids of a stream of events, and leaves. */
async function readIds(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  count: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let rest = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("id: ")) ids.push(line.slice("id: ".length));
    if (ids.length >= count) break;
  }
  return ids;
}
