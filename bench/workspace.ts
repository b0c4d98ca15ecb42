/**
 * Measures the workspace as its users meet it, and prints what docs/benchmarks.md holds:
 *
 *     deno run -A bench/workspace.ts [start] [page] [repaint] [table] [events] [memory]
 *
 * Chromium is needed for `repaint` (CHROMIUM names it, else /usr/bin/chromium), and PYTHON as
 * bench/pipeline.ts says, for the events.
 *
 * @module
 */
import { chromium } from "playwright-core";
import { memoryOf, quantiles } from "./measure.ts";
import { eventsNotebook, followInto, notebookOf, page, runAll } from "./notebooks.ts";
import { makeEvents } from "./programs.ts";
import { DATA, type Site, startSite, withSite } from "./site.ts";
import { measureTable } from "./table_pages.ts";

const STARTS = 7;
const PAGES = 200;
const EDITS = 40;
const FOLLOWERS = 200;
const OPEN_NOTEBOOKS = 50;

const MEASURES: Readonly<Record<string, () => Promise<void>>> = {
  start: measureStart,
  page: measurePage,
  repaint: measureRepaint,
  table: measureTable,
  events: measureEvents,
  memory: measureMemory,
};

for (const name of Deno.args.length === 0 ? Object.keys(MEASURES) : Deno.args) {
  const measureOne = MEASURES[name];
  if (measureOne === undefined) throw new Error(`Cannot measure "${name}"`);
  console.log(`\n## ${name}`);
  await measureOne();
}

/** From the command to the first page that is answered, with no data directory and with one. */
async function measureStart(): Promise<void> {
  const cold: number[] = [];
  const warm: number[] = [];
  let cookie = "";
  for (let turn = 0; turn <= STARTS; turn++) {
    if (turn < 2) await Deno.remove(DATA, { recursive: true }).catch(() => {});
    const start = performance.now();
    const site = await startSite({ dataDirectory: DATA, cookie: turn < 2 ? "" : cookie });
    cookie = site.cookie;
    await page(site, "/");
    (turn < 2 ? cold : warm).push(performance.now() - start);
    await site.stop();
  }
  console.log(`to the first page, new data directory: ${seconds(cold)}`);
  console.log(`to the first page, warm data directory: ${seconds(warm)}`);
}

/** A notebook's page whose cells are all fresh: time on the server, and bytes. */
async function measurePage(): Promise<void> {
  await withSite(async (site) => {
    const id = await notebookOf(site, await Deno.readTextFile("notebooks/sales.md"));
    await runAll(site, id);
    let bytes = 0;
    const taken: number[] = [];
    for (let turn = 0; turn < PAGES; turn++) {
      const start = performance.now();
      bytes = (await page(site, `/notebooks/${id}`)).length;
      taken.push(performance.now() - start);
    }
    console.log(`a notebook's page: ${quantiles(taken.slice(10))}, ${Math.round(bytes / 1e3)} kB`);
  });
}

/** From setting the threshold to the new figure on the page, in a browser. */
async function measureRepaint(): Promise<void> {
  for (const rows of [100_000, 1_000_000]) {
    const file = await makeEvents(rows);
    await withSite(async (site) => {
      const id = await notebookOf(site, await eventsNotebook(file));
      await runAll(site, id);
      const taken = await repaints(site, id);
      console.log(`${rows.toLocaleString("en")} rows, edit to repaint: ${quantiles(taken)}`);
    });
  }
}

async function repaints(site: Site, id: string): Promise<number[]> {
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const context = await browser.newContext();
    const [name, value] = site.cookie.split("=");
    await context.addCookies([{ name, value, url: site.origin }]);
    const tab = await context.newPage();
    await tab.goto(`${site.origin}/notebooks/${id}`);
    await tab.waitForSelector("[data-ready]", { state: "attached" });
    const taken: number[] = [];
    for (let turn = 0; turn < EDITS; turn++) {
      const threshold = Number((2.5 + turn / 100).toFixed(2));
      taken.push(await tab.evaluate(setThreshold, { id, threshold }));
      // What the edit before this one has set in motion is over.
      await tab.waitForTimeout(1000);
    }
    return taken.slice(2);
  } finally {
    await browser.close();
  }
}

/** Runs in the page: edits the cell "odd", and waits until it shows another result and is fresh. */
async function setThreshold(
  { id, threshold }: { readonly id: string; readonly threshold: number },
): Promise<number> {
  const shown = () =>
    document.querySelector("#cell-odd:not(.stale, .running, .queued)")?.getAttribute("data-key");
  const view = await (await fetch(`/api/notebooks/${id}/view`)).json();
  const before = shown();
  const start = performance.now();
  const painted = new Promise<void>((resolve, reject) => {
    const observer = new MutationObserver(() => {
      const after = shown();
      if (after === undefined || after === before) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve());
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    setTimeout(() => reject(new Error("The page shows no other result")), 10_000);
  });
  await fetch(`/api/notebooks/${id}/edit`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      revision: view.revision,
      edits: [{ type: "set_value", cell: "odd", path: ["threshold"], value: threshold }],
      editor: null,
      parameters: {},
    }),
  });
  await painted;
  return performance.now() - start;
}

/** Runs a notebook before 200 pages that follow it. */
async function measureEvents(): Promise<void> {
  await withSite(async (site) => {
    const id = await notebookOf(site, await Deno.readTextFile("notebooks/sales.md"));
    const heard = Array.from({ length: FOLLOWERS }, () => new Map<string, number>());
    const stop = new AbortController();
    const followers = heard.map((events) => followInto(site, id, { events, signal: stop.signal }));
    await Promise.all(followers.map(({ ready }) => ready));
    await runAll(site, id);
    await until(() => heard.every(({ size }) => size === heard[0].size));
    stop.abort();
    const spreads = [...heard[0].keys()].flatMap((event) => {
      const times = heard.map((events) => events.get(event) ?? NaN);
      const first = Math.min(...times);
      return times.map((time) => time - first);
    });
    const lost = heard.reduce((sum, { size }) => sum + heard[0].size - size, 0);
    console.log(`${FOLLOWERS} pages, ${heard[0].size} events each, ${lost} lost`);
    console.log(`after the first page heard of it: ${quantiles(spreads)}`);
  });
}

/** All processes of a workspace with so many notebooks open. */
async function measureMemory(): Promise<void> {
  const text = await Deno.readTextFile("notebooks/sales.md");
  await withSite(async (site) => {
    const before = memoryOf(site.process);
    for (let count = 0; count < OPEN_NOTEBOOKS; count++) {
      const id = await notebookOf(site, text);
      await runAll(site, id);
      await page(site, `/notebooks/${id}`);
    }
    const after = memoryOf(site.process);
    console.log(`${Math.round(before / 1e6)} MB before, ${Math.round(after / 1e6)} MB with them`);
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 100; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function seconds(milliseconds: readonly number[]): string {
  return milliseconds.map((one) => `${(one / 1000).toFixed(2)} s`).join(" ");
}
