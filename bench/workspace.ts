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
import { memoryOf } from "./measure.ts";
import { eventsNotebook, followInto, notebookOf, outputOf, page, runAll } from "./notebooks.ts";
import { FOLDER, makeEvents, SERVER } from "./programs.ts";
import { type Site, startSite } from "./site.ts";

const STARTS = 7;
const PAGES = 200;
const EDITS = 40;
const FOLLOWERS = 200;
const OPEN_NOTEBOOKS = 50;
const DATA = `${FOLDER}/workspace`;

/** Each column of the events, both ways. */
const SORTS = ["event_id", "ts", "source", "metric", "value", "region", "currency"]
  .flatMap((name) => [`&sort=${name}`, `&sort=${name}&order=descending`]);

/** What is asked for before anything is prepared: what it is, from which row on, in which order. */
const ASKED_AT_ONCE = [
  ["the first page", 0, ""],
  ["a page in the middle", 500_000, ""],
  ["the first page by value", 0, "&sort=value"],
  ["a page in the middle by value", 500_000, "&sort=value"],
  ["the first page of a filter", 0, "&column=value&test=at_least&value=20"],
] as const;

const COLD_TURNS = 5;

/** By then seven columns of a million rows are prepared. */
const PREPARED_MILLISECONDS = 10_000;

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

/** Pages of a table of a million rows: asked for at once, and once its orders are prepared. */
async function measureTable(): Promise<void> {
  const file = await makeEvents(1_000_000);
  for (const databaseUrl of SERVER === null ? [""] : ["", SERVER]) {
    console.log(databaseUrl === "" ? "embedded" : "server");
    let key = "";
    let cookie = "";
    await withSite(async (site) => {
      key = outputOf(
        await runAll(site, await notebookOf(site, await eventsNotebook(file))),
        "tidy",
      );
      cookie = site.cookie;
    }, { databaseUrl });
    // Every site that is started anew has nothing prepared.
    const again = { databaseUrl, cookie, keepsData: true };
    for (const [name, offset, sort] of ASKED_AT_ONCE) {
      const taken: number[] = [];
      for (let turn = 0; turn < COLD_TURNS; turn++) {
        await withSite(async (site) => {
          await page(site, "/");
          taken.push(await readRows(site, key, { offset, sort }));
        }, again);
      }
      console.log(`${name}, of a table that nobody has looked at: ${quantiles(taken)}`);
    }
    for (const wait of [1000, 2000, PREPARED_MILLISECONDS]) {
      await withSite((site) => measureOrders(site, key, wait), again);
    }
  }
}

/** The first, middle and last page in each order, so long after the table was opened. */
async function measureOrders(site: Site, key: string, wait: number): Promise<void> {
  const first = await readRows(site, key, { offset: 0, sort: "" });
  await new Promise((resolve) => setTimeout(resolve, wait));
  const taken = new Map<string, number[]>();
  for (const sort of ["", ...SORTS]) {
    for (const [name, offset] of [["first", 0], ["middle", 500_000], ["last", 987_800]] as const) {
      const what = sort === "" ? `${name} as they lie` : `${name} sorted`;
      taken.set(what, [...taken.get(what) ?? [], await readRows(site, key, { offset, sort })]);
    }
  }
  const after = `${wait / 1000} s after it was opened in ${Math.round(first)} ms`;
  for (const [what, times] of taken) console.log(`${what}, ${after}: ${quantiles(times)}`);
  const others: number[] = [];
  for (let turn = 0; turn < 100; turn++) {
    const sort = ["", ...SORTS][turn % (SORTS.length + 1)];
    others.push(await readRows(site, key, { offset: (turn * 333_331) % 987_000, sort }));
  }
  console.log(`any page, after these: ${quantiles(others)}`);
  const filtered: number[] = [];
  for (const sort of ["", ...SORTS]) {
    const where = "&column=value&test=at_least&value=20";
    filtered.push(await readRows(site, key, { offset: 200_000, sort: `${sort}${where}` }));
  }
  console.log(
    `a filter: ${Math.round(filtered[0])} ms, then in other orders ${quantiles(filtered.slice(1))}`,
  );
}

async function readRows(
  site: Site,
  key: string,
  { offset, sort }: { readonly offset: number; readonly sort: string },
): Promise<number> {
  const start = performance.now();
  await page(site, `/api/results/${key}/rows?offset=${offset}&limit=100${sort}`);
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

async function withSite(
  work: (site: Site) => Promise<void>,
  { keepsData = false, ...options }: {
    readonly keepsData?: boolean;
    readonly databaseUrl?: string;
    readonly cookie?: string;
  } = {},
): Promise<void> {
  if (!keepsData) await Deno.remove(DATA, { recursive: true }).catch(() => {});
  const site = await startSite({ dataDirectory: DATA, ...options });
  try {
    await work(site);
  } finally {
    await site.stop();
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 100; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function quantiles(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return `p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, most ${at(1).toFixed(1)} ms`;
}

function seconds(milliseconds: readonly number[]): string {
  return milliseconds.map((one) => `${(one / 1000).toFixed(2)} s`).join(" ");
}
