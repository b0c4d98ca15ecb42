/**
 * Kills the workspace while clients send events, and starts it again: what was acknowledged must be
 * there once, and what was not can be sent again.
 *
 * @module
 */
import { eventsOf, sendEvents } from "./ingest_events.ts";
import { inNewDatabase } from "./ingest_place.ts";
import { treeOf } from "./measure.ts";
import type { Place } from "./programs.ts";
import { DATA, type Site, startSite } from "./site.ts";

const KILLS = 20;
const CLIENTS = 4;
/** A request of several pieces, so that some are killed between two of them. */
const CLIENT_EVENTS = 12_000;
/** The workspace lives so long at most once clients send. */
const LIFE_MILLISECONDS = 4000;

/** Kills it again and again, then counts. @throws Error where an event is lost or there twice */
export async function killWorkspaces(place: Place): Promise<void> {
  await Deno.remove(DATA, { recursive: true }).catch(() => {});
  await inNewDatabase(place, async (databaseUrl) => {
    const acknowledged = new Set<string>();
    const waiting: string[] = [];
    let sent = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const site = await startSite({ dataDirectory: DATA, databaseUrl });
      const dead = killLater(site, (kill + 1) * LIFE_MILLISECONDS / KILLS);
      const next = () => waiting.shift() ?? `client ${sent++}`;
      await Promise.all(Array.from({ length: CLIENTS }, async () => {
        while (!dead.isOver()) {
          const name = next();
          try {
            await sendEvents(site, eventsOf({ name, count: CLIENT_EVENTS }));
            acknowledged.add(name);
          } catch {
            waiting.push(name);
          }
        }
      }));
      await dead.ended;
    }
    const site = await startSite({ dataDirectory: DATA, databaseUrl });
    const first = await countBySource(site);
    for (const name of acknowledged) expect(first, name);
    const halves = waiting.filter((name) => first.has(name)).length;
    for (const name of waiting) {
      await sendEvents(site, eventsOf({ name, count: CLIENT_EVENTS }));
    }
    const last = await countBySource(site);
    for (const name of [...acknowledged, ...waiting]) expect(last, name);
    await site.stop();
    console.log(
      `${KILLS} kills: ${acknowledged.size} requests of ${CLIENT_EVENTS} events were ` +
        `acknowledged, each is there once; ${waiting.length} were not, of ${halves} something ` +
        `was there, and each is there once after it was sent again`,
    );
  });
}

/** Kills all its processes at once when its time has come. */
function killLater({ process }: Site, milliseconds: number) {
  let isOver = false;
  const ended = (async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    isOver = true;
    const tree = treeOf(process);
    for (const each of tree) {
      try {
        Deno.kill(each, "SIGKILL");
      } catch {
        // It went with its parent.
      }
    }
    // Until its memory is given back a dying process holds its lock.
    while (tree.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 10));
  })();
  return { isOver: () => isOver, ended };
}

/** Whether a process is there and has not ended; one that nobody has asked about yet has. */
function isAlive(process: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(Deno.readTextFileSync(`/proc/${process}/status`));
  } catch {
    return false;
  }
}

/** The events of each source, and that its days add up to them. */
async function countBySource(site: Site): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let cursor = "";
  do {
    const answer = await site.get(`/api/sources?limit=1000${cursor}`);
    const { sources, next_cursor } = await answer.json();
    for (const { name, events } of sources) counts.set(name, events);
    cursor = next_cursor === null ? "" : `&cursor=${next_cursor}`;
  } while (cursor !== "");
  return counts;
}

function expect(counts: ReadonlyMap<string, number>, name: string): void {
  if (counts.get(name) === CLIENT_EVENTS) return;
  throw new Error(`${name} has ${counts.get(name) ?? 0} events instead of ${CLIENT_EVENTS}`);
}
