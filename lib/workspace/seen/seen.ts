/**
 * What operators see of the engine: figures, and whether it is ready.
 *
 * @module
 */
import { join } from "node:path";
import type { Database } from "@/lib/db/database.ts";
import type { EngineFigures } from "@/lib/seen/engine_figures.ts";
import { countOverdue } from "@/lib/workspace/schedules/overdue.ts";
import type { Seen } from "./contract.ts";

/** What this stands on. */
export interface SeenServices {
  readonly database: Database;
  readonly figures: EngineFigures;
  readonly dataDirectory: string;
  readonly now?: () => number;
}

/** What is not known by then is not ready. */
const LIMIT_MILLISECONDS = 2000;

/** Nobody waits for what operators ask. */
const LIMITED = { timeLimitMilliseconds: LIMIT_MILLISECONDS, background: true } as const;

/** More runs wait only where none ends any more. */
const MOST_QUEUED = 1000;

/** Anybody may ask whether it is ready: it is tried so often at most, however many ask. */
const TRIED_AGAIN_MILLISECONDS = 1000;

/** As much as must fit on the disk for work to go on. */
const PROBE = new Uint8Array(1 << 20);

/** Makes what operators ask. */
export function createSeen(
  { database, figures, dataDirectory, now = Date.now }: SeenServices,
): Seen {
  figures.figures.gauge("daybook_database_size_bytes", "Size of the database.", async () => {
    const [{ bytes }] = await ask<{ readonly bytes: number }>(
      "select pg_database_size(current_database()) as bytes",
    );
    return [{ value: bytes }];
  });
  figures.figures.gauge(
    "daybook_database_connections",
    "Connections to this database, by what they do.",
    async () => {
      const rows = await ask<{ readonly state: string; readonly count: number }>(
        `select coalesce(state, 'other') as state, count(*)::int4 as count from pg_stat_activity
         where datname = current_database() group by 1`,
      );
      return rows.map(({ state, count }) => ({ labels: { state }, value: count }));
    },
  );

  figures.figures.gauge(
    "daybook_schedules_overdue",
    "Schedules that came due and have not ended well for longer than they may.",
    async () => [{ value: await overdue() }],
  );

  function overdue(): Promise<number> {
    return countOverdue(database, new Date(now()), LIMITED);
  }

  function ask<Row extends Readonly<Record<string, unknown>>>(sql: string) {
    return database.query<Row>(sql, [], LIMITED);
  }

  let tried = { at: -Infinity, found: Promise.resolve([false, false]) };

  /** Whether the database answers, and whether the disk takes bytes. */
  async function tryBoth(): Promise<readonly boolean[]> {
    if (now() - tried.at >= TRIED_AGAIN_MILLISECONDS) {
      const both = [succeeds(ask("select 1")), succeeds(writeProbe(dataDirectory))];
      tried = { at: now(), found: Promise.all(both) };
    }
    return await tried.found;
  }

  let counted = { at: -Infinity, found: Promise.resolve(0) };

  return {
    figures: () => figures.figures.text(),

    async ready() {
      const [answered, isWritten] = await tryBoth();
      return { database: answered, queue: figures.queued() < MOST_QUEUED, disk: isWritten };
    },

    async overdue() {
      if (now() - counted.at >= TRIED_AGAIN_MILLISECONDS) {
        counted = { at: now(), found: overdue() };
        counted.found.catch(() => {}); // Whoever asks is told.
      }
      return await counted.found;
    },
  };
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), LIMIT_MILLISECONDS);
  try {
    return await Promise.race([work.then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function writeProbe(dataDirectory: string): Promise<void> {
  await Deno.mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const path = join(dataDirectory, `.ready-${crypto.randomUUID()}`);
  try {
    await Deno.writeFile(path, PROBE, { mode: 0o600 });
  } finally {
    await Deno.remove(path).catch(() => {}); // Where it was not written there is none.
  }
}
