/**
 * Measures events in, as programs send them, and prints what docs/benchmarks.md holds:
 *
 *     deno task bench:ingest [one] [clients] [kills]
 *
 * It starts the workspace as `deno task start` does, on the embedded database and, where
 * BENCH_DATABASE_URL names one, in a new database of a server. Linux only, for memory.
 *
 * @module
 */
import { killWorkspaces } from "./ingest_kills.ts";
import { bodyOf, eventsOf, sendEvents } from "./ingest_events.ts";
import { inNewDatabase } from "./ingest_place.ts";
import { memoryOf, quantiles, treeOf } from "./measure.ts";
import { type Place, SERVER } from "./programs.ts";
import { type Site, withSite } from "./site.ts";

const EVENTS = 1_000_000;
const CLIENTS = 100;
const CLIENT_EVENTS = 1000;
const CLIENT_ROUNDS = 6;
/** Somebody else asks so often meanwhile. */
const ASK_MILLISECONDS = 50;
const SAMPLE_MILLISECONDS = 250;

const MEASURES: Readonly<Record<string, (place: Place) => Promise<void>>> = {
  one: (place) => onSite(place, measureOne),
  clients: (place) => onSite(place, measureClients),
  kills: killWorkspaces,
};

const places: readonly Place[] = SERVER === null ? ["embedded"] : ["embedded", "server"];
if (SERVER === null) console.log("Left out as BENCH_DATABASE_URL is not set: all on a server");
for (const name of Deno.args.length === 0 ? Object.keys(MEASURES) : Deno.args) {
  const measureOn = MEASURES[name];
  if (measureOn === undefined) throw new Error(`Cannot measure "${name}"`);
  for (const place of places) {
    console.log(`\n## ${name}, ${place} (load ${Deno.loadavg()[0].toFixed(1)})`);
    await measureOn(place);
  }
}

async function onSite(place: Place, work: (site: Site, place: Place) => Promise<void>) {
  await inNewDatabase(
    place,
    (databaseUrl) => withSite((site) => work(site, place), { databaseUrl }),
  );
}

/** A million events by one request. */
async function measureOne(site: Site, place: Place): Promise<void> {
  await sendEvents(site, eventsOf({ name: "warm", count: 100 }));
  const body = await bodyOf(eventsOf({ name: "one", count: EVENTS }));
  await report(site, place, EVENTS, async () => {
    const { inserted } = await sendEvents(site, body);
    if (inserted !== EVENTS) throw new Error(`Stored ${inserted}`);
  });
}

/** A hundred clients at once, several times: what has just started is slow at first. */
async function measureClients(site: Site, place: Place): Promise<void> {
  await sendEvents(site, eventsOf({ name: "warm", count: 100 }));
  for (let round = 1; round <= CLIENT_ROUNDS; round++) {
    console.log(`round ${round}:`);
    const bodies = await Promise.all(
      Array.from(
        { length: CLIENTS },
        (_, i) => bodyOf(eventsOf({ name: `${round} ${i}`, count: CLIENT_EVENTS })),
      ),
    );
    await report(site, place, CLIENTS * CLIENT_EVENTS, async () => {
      const taken: number[] = [];
      await Promise.all(bodies.map(async (body) => {
        const start = performance.now();
        const { inserted } = await sendEvents(site, body);
        if (inserted !== CLIENT_EVENTS) throw new Error(`Stored ${inserted}`);
        taken.push(performance.now() - start);
      }));
      console.log(`each client: ${quantiles(taken)}`);
    });
  }
}

/** Tells how long the work took, and what it did to memory and to others. */
async function report(
  site: Site,
  place: Place,
  events: number,
  work: () => Promise<void>,
): Promise<void> {
  const before = memoryBeside(site, place);
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryBeside(site, place));
  }, SAMPLE_MILLISECONDS);
  const others = askMeanwhile(site);
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  const taken = await others.stop();
  console.log(
    `${events} events: ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} a second\n` +
      `memory besides the database: ${megabytes(before)} MB before, ${
        megabytes(peak)
      } MB at most\n` +
      `other requests meanwhile (${taken.length}): ${quantiles(taken)}`,
  );
}

/** Asks for the list of sources, one request after the other. */
function askMeanwhile(site: Site): { stop(): Promise<readonly number[]> } {
  let isOver = false;
  const taken: number[] = [];
  const asked = (async () => {
    while (!isOver) {
      const start = performance.now();
      const answer = await site.get("/api/sources");
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`Others were answered ${answer.status}`);
      taken.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, ASK_MILLISECONDS));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await asked;
      return taken;
    },
  };
}

/** The memory of all processes but that of the embedded database. */
function memoryBeside({ process }: Site, place: Place): number {
  const whole = memoryOf(process);
  if (place === "server") return whole;
  const database = treeOf(process).find(isDatabase);
  return database === undefined ? whole : whole - memoryOf(database);
}

function isDatabase(process: number): boolean {
  try {
    return Deno.readTextFileSync(`/proc/${process}/cmdline`).includes("/lib/db/embedded/");
  } catch {
    return false;
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
