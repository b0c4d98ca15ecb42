/**
 * What a command works with: the settings, the database, the computing children.
 *
 * @module
 */
import { join } from "node:path";
import { type Config, readConfig, readEnvironment } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { startDatabase } from "@/lib/db/start.ts";
import type { Child } from "@/lib/process/child.ts";
import { startReader } from "@/lib/read/read_file.ts";
import { type Compute, createCompute } from "@/lib/stats/compute.ts";

/** Everything that has to be closed at the end of a command. */
export interface Workspace extends AsyncDisposable {
  readonly config: Config;
  /** Rejects as `openDatabase` does. */
  readonly opened: Promise<Database>;
  readonly compute: Compute;
  /** Gives a process that reads one file, and is its caller's to end. */
  readonly startReader: () => Child;
  /** The folder for what lasts no longer than the command; made when it is used. */
  readonly temporary: string;
}

/** Starts what the settings name: the database, and a reader for the first file. */
export function startWorkspace(
  config: Config,
  { signal, readAhead = true, brief = false, measured }: {
    readonly signal: AbortSignal;
    /** Whether a file will be read at once. */
    readonly readAhead?: boolean;
    /** Whether all work is over in about a second, as brief.ts tells. */
    readonly brief?: boolean;
    /** Hears how long each statement of the database took. */
    readonly measured?: (milliseconds: number) => void;
  },
): Workspace {
  giveUpNetwork(config);
  // The database's process starts first: all else waits for it in the end.
  const started = startDatabase(locate(config), { brief });
  const { statementLimitMilliseconds, limits: { answerBytes } } = config;
  const limits = { statementLimitMilliseconds, answerLimitBytes: answerBytes, measured };
  const opened = import("@/lib/db/open.ts")
    .then(({ openDatabase }) => openDatabase(started, { signal, ...limits }));
  const compute = createCompute({ size: navigator.hardwareConcurrency });
  const temporary = temporaryFolder(config);
  // What is wrong with the notebook is told before the database that could not be opened.
  opened.catch(() => {});
  let ahead: Child | null = readAhead ? startReader({ brief }) : null;
  return {
    config,
    opened,
    compute,
    temporary,
    startReader() {
      const child = ahead ?? startReader({ brief });
      ahead = null;
      return child;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([
        ahead?.kill(),
        compute.close(),
        opened.then((database) => database.close(), () => {}),
        remove(temporary),
      ]);
    },
  };
}

/** Nothing outside may be reached where no setting names it; the children can't anyway. */
function giveUpNetwork(
  { database, connections, models, mail, webhookSecret, people }: Config,
): void {
  const isNamed = database.type === "server" || connections.size > 0 || models.models.length > 0 ||
    mail.type !== "none" || webhookSecret !== null || people.openId !== null;
  if (!isNamed) Deno.permissions.revokeSync({ name: "net" });
}

/** Returns the settings of this process. @throws AppError BAD_SETTING */
export function readSettings(): Config {
  return readConfig(readEnvironment());
}

/** Returns a folder for one command alone, which is not made yet. */
export function temporaryFolder({ dataDirectory }: Config): string {
  return join(dataDirectory, "tmp", crypto.randomUUID());
}

/** Opens the database as the user that owns its tables, and applies what is missing. */
export async function openMigrated(config: Config, signal: AbortSignal): Promise<Database> {
  const { database } = config;
  const { openDatabase } = await import("@/lib/db/open.ts");
  return await openDatabase(
    locate(
      database.type === "server"
        ? { ...config, database: { ...database, url: database.migrationUrl } }
        : config,
    ),
    { signal },
  );
}

function locate({ database }: Config) {
  return database.type === "server"
    ? { url: database.url, requireTls: database.tlsRequired }
    : { dataDirectory: join(database.dataDirectory, "database") };
}

async function remove(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!missing) throw error;
  }
}
