/**
 * How long pages of a table of a million rows take, in any order and through a filter.
 *
 * @module
 */
import { quantiles } from "./measure.ts";
import { eventsNotebook, notebookOf, outputOf, page, runAll } from "./notebooks.ts";
import { makeEvents, SERVER } from "./programs.ts";
import { type Site, withSite } from "./site.ts";

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

/** Measures pages asked for at once, and once their orders are prepared; on the server too, where one is named. */
export async function measureTable(): Promise<void> {
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
