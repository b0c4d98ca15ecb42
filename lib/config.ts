/**
 * The settings: the only file that reads the environment.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { AppError, type Problem } from "./errors.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** Where everything is kept. */
export type DatabaseConfig =
  | {
    readonly type: "embedded";
    /** The database's own folder is in here; made when it is missing. */
    readonly dataDirectory: string;
  }
  | {
    readonly type: "server";
    readonly url: string;
    /** The same as `url` unless migrations have a role of their own. */
    readonly migrationUrl: string;
    readonly tlsRequired: boolean;
  };

/** The settings of one run of the program. */
export interface Config {
  readonly database: DatabaseConfig;
  /** Locks, backups and what else is no row; also beside a server. */
  readonly dataDirectory: string;
  /** Folders that every notebook may read files from, beside its own. */
  readonly folders: readonly string[];
  /** URLs of the Postgres databases that load cells may name. */
  readonly connections: ReadonlyMap<string, string>;
  readonly logLevel: LogLevel;
  /** `null` where nobody set it: each way in has a limit of its own. */
  readonly maxFileBytes: number | null;
  /** `null` where nobody set it: each way in has a limit of its own. */
  readonly maxRows: number | null;
  /** What a statement may take that has no limit of its own. */
  readonly statementLimitMilliseconds: number;
  /** The program that prints PDF; `null` where none is set. */
  readonly chromium: string | null;
  /** What is kept of results: so many bytes, and until they were not used for so many days. */
  readonly results: { readonly maxBytes: number; readonly maxDays: number };
}

/** Variables by name, as `Deno.env.toObject()` gives them. */
export type Environment = Readonly<Record<string, string>>;

const PROJECT = fileURLToPath(new URL("../", import.meta.url));
const LIST_SEPARATOR = Deno.build.os === "windows" ? ";" : ":";
const CONNECTION_PREFIX = "CONNECTION_";

const YES = ["true", "1", "yes", "on"];
const NO = ["false", "0", "no", "off"];

/** Each message goes on from the variable's name. */
const postgresUrl = z.string().refine(isPostgresUrl, "must be a URL that begins with postgres://");
const flag = z.string().toLowerCase()
  .pipe(z.enum([...YES, ...NO], "must be true or false"))
  .transform((word) => YES.includes(word));
const count = z.string().regex(/^[1-9]\d{0,8}$/, "must be a whole number above 0")
  .transform(Number);

const schema = z.object({
  CHROMIUM: z.string().optional(),
  DATA_DIR: z.string().default(".daybook/"),
  DATABASE_URL: postgresUrl.optional(),
  DB_REQUIRE_SSL: flag.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  NOTEBOOK_FOLDERS: z.string().default(PROJECT)
    .transform((list) => list.split(LIST_SEPARATOR).filter((folder) => folder !== "")),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be ${LOG_LEVELS.join(", ")}`).default("info"),
  MAX_FILE_SIZE_MB: count.optional(),
  MAX_ROW_COUNT: count.optional(),
  STATEMENT_TIME_LIMIT_SECONDS: z.string()
    .regex(/^[1-9]\d{0,5}$/, "must be a whole number from 1 to 999999")
    .transform(Number).default(1800),
  RESULTS_MAX_MB: count.default(10_000),
  RESULTS_MAX_DAYS: z.string().regex(/^[1-9]\d{0,4}$/, "must be a whole number from 1 to 99999")
    .transform(Number).default(90),
  connections: z.record(
    z.string().regex(/^[A-Z][A-Z0-9_]{0,62}$/, "must have letters, digits and _ in its name"),
    postgresUrl,
  ),
}).refine((settings) => !settings.MIGRATION_DATABASE_URL || settings.DATABASE_URL, {
  path: ["MIGRATION_DATABASE_URL"],
  message: "must be left out where DATABASE_URL is",
});

/** Returns the environment of this process. */
export function readEnvironment(): Environment {
  return Deno.env.toObject();
}

/**
 * Checks the settings. An empty variable counts as none.
 *
 * @throws AppError `BAD_SETTING` with a problem for each variable that is wrong; values that may
 * hold a password are not told.
 */
export function readConfig(environment: Environment): Config {
  const set = Object.entries(environment).filter(([, value]) => value.trim() !== "");
  const connections = set.filter(([name]) => name.startsWith(CONNECTION_PREFIX))
    .map(([name, value]) => [name.slice(CONNECTION_PREFIX.length), value]);
  const parsed = schema.safeParse({
    ...Object.fromEntries(set),
    connections: Object.fromEntries(connections),
  });
  if (!parsed.success) throw badSettings(parsed.error.issues, environment);
  const settings = parsed.data;
  const { DATA_DIR: dataDirectory, DATABASE_URL: url } = settings;
  return {
    dataDirectory,
    database: url === undefined ? { type: "embedded", dataDirectory } : {
      type: "server",
      url,
      migrationUrl: settings.MIGRATION_DATABASE_URL ?? url,
      tlsRequired: settings.DB_REQUIRE_SSL ?? !isLoopback(url),
    },
    folders: settings.NOTEBOOK_FOLDERS,
    connections: new Map(
      Object.entries(settings.connections).map(([name, url]) => [name.toLowerCase(), url]),
    ),
    logLevel: settings.LOG_LEVEL,
    maxFileBytes: settings.MAX_FILE_SIZE_MB === undefined
      ? null
      : settings.MAX_FILE_SIZE_MB * 1_000_000,
    maxRows: settings.MAX_ROW_COUNT ?? null,
    statementLimitMilliseconds: settings.STATEMENT_TIME_LIMIT_SECONDS * 1000,
    chromium: settings.CHROMIUM ?? null,
    results: {
      maxBytes: settings.RESULTS_MAX_MB * 1_000_000,
      maxDays: settings.RESULTS_MAX_DAYS,
    },
  };
}

/** What Deno needs to find its cache, on each system. */
const CHILD_VARIABLES = [
  "DENO_DIR",
  "HOME",
  "XDG_CACHE_HOME",
  "LOCALAPPDATA",
  "USERPROFILE",
  "SystemRoot",
  "NPM_CONFIG_REGISTRY",
];

/** Returns the environment of a child process: where Deno's cache is, and nothing else. */
export function childEnvironment(): Environment {
  const found: Record<string, string> = { NO_COLOR: "1" };
  for (const name of CHILD_VARIABLES) {
    const value = Deno.env.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function isPostgresUrl(text: string): boolean {
  return ["postgres:", "postgresql:"].includes(URL.parse(text)?.protocol ?? "");
}

/** Whether a URL leads to this machine, where nobody can listen in. */
function isLoopback(url: string): boolean {
  const { hostname = "", searchParams } = URL.parse(url) ?? {};
  const host = searchParams?.get("host") ?? hostname;
  return ["", "localhost", "127.0.0.1", "[::1]", "::1"].includes(host) || host.startsWith("/");
}

function badSettings(issues: readonly z.core.$ZodIssue[], environment: Environment): AppError {
  const problems = issues.map((issue): Problem => {
    const [first, name] = issue.path.map(String);
    const variable = first === "connections" ? `${CONNECTION_PREFIX}${name}` : first;
    const rule = issue.code === "invalid_key" ? issue.issues[0].message : issue.message;
    const shown = variable.endsWith("_URL") || first === "connections"
      ? "not shown as it may hold a password"
      : `"${environment[variable]}"`;
    return {
      severity: "error",
      code: "BAD_SETTING",
      message: `Cannot start as ${variable} ${rule}: current value is ${shown}`,
      place: { key: variable },
      remedy: `Set the environment variable ${variable} to what it must be, or remove it`,
    };
  });
  return new AppError("BAD_SETTING", problems[0].message, { problems });
}
