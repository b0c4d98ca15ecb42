/**
 * The settings: the only file that reads the environment. The database waits for it to start, and so
 * nothing is imported here that takes time.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { type AccessConfig, readAccess } from "./config/access.ts";
import { type BackupsConfig, readBackups } from "./config/backups.ts";
import { type DatabaseConfig, readDatabase } from "./config/database.ts";
import { type KeysConfig, readKeys, secret } from "./config/keys.ts";
import { type LimitsConfig, readLimits } from "./config/limits.ts";
import { type MailConfig, readMail } from "./config/mail.ts";
import { type ModelsConfig, readModels } from "./config/models.ts";
import { type PeopleConfig, readPeople } from "./config/people.ts";
import { readSales, type SalesConfig } from "./config/sales.ts";
import { readSchedules, type SchedulesConfig } from "./config/schedules.ts";
import {
  bigCount,
  count,
  type Environment,
  folders,
  oneOf,
  text,
  Variables,
  webUrl,
} from "./config/variables.ts";
import { AppError } from "./errors.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** The settings of one run of the program. */
export interface Config {
  /** Whether real people work with it: then it refuses to start without secrets of its own. */
  readonly production: boolean;
  readonly keys: KeysConfig;
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
  /** So many days the bytes of events are kept as they were received. */
  readonly receivedMaxDays: number;
  readonly limits: LimitsConfig;
  readonly models: ModelsConfig;
  readonly mail: MailConfig;
  /** Signs webhooks; `null` where nobody set it, and none is sent. */
  readonly webhookSecret: string | null;
  readonly people: PeopleConfig;
  readonly access: AccessConfig;
  readonly sales: SalesConfig;
  readonly schedules: SchedulesConfig;
  readonly backups: BackupsConfig;
  /** Where people open Daybook, without a slash at the end; `null` where nobody set it. */
  readonly publicUrl: string | null;
}

const PROJECT = fileURLToPath(new URL("../", import.meta.url));

const SECONDS_RULE = "must be a whole number from 1 to 999999";
const DAYS_RULE = "must be a whole number from 1 to 99999";

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
  const variables = new Variables(environment);
  const production =
    variables.read("APP_ENV", oneOf(["development", "production"])) === "production";
  const dataDirectory = variables.read("DATA_DIR", text) ?? ".daybook/";
  const maxMegabytes = variables.read("MAX_FILE_SIZE_MB", bigCount);
  const seconds = variables.read("STATEMENT_TIME_LIMIT_SECONDS", count(6, SECONDS_RULE));
  const statementLimitMilliseconds = 1000 * (seconds ?? 1800);
  const limits = readLimits(variables, { statementLimitMilliseconds });
  const config: Config = {
    production,
    keys: readKeys(variables, { production }),
    dataDirectory,
    database: readDatabase(variables, { dataDirectory, production }),
    folders: variables.read("NOTEBOOK_FOLDERS", folders) ?? [PROJECT],
    logLevel: variables.read("LOG_LEVEL", oneOf(LOG_LEVELS)) ?? "info",
    maxFileBytes: maxMegabytes === null ? null : maxMegabytes * 1_000_000,
    maxRows: variables.read("MAX_ROW_COUNT", bigCount),
    statementLimitMilliseconds,
    limits,
    chromium: variables.read("CHROMIUM", text),
    results: {
      maxBytes: 1_000_000 * (variables.read("RESULTS_MAX_MB", bigCount) ?? 10_000),
      maxDays: variables.read("RESULTS_MAX_DAYS", count(5, DAYS_RULE)) ?? 90,
    },
    receivedMaxDays: variables.read("RECEIVED_MAX_DAYS", count(5, DAYS_RULE)) ?? 90,
    models: readModels(variables, limits),
    mail: readMail(variables),
    webhookSecret: variables.read("WEBHOOK_SECRET", secret),
    people: readPeople(variables),
    access: readAccess(variables, { production }),
    sales: readSales(variables),
    schedules: readSchedules(variables),
    backups: readBackups(variables, { dataDirectory }),
    publicUrl: variables.read("PUBLIC_URL", webUrl),
    connections: variables.readConnections(),
  };
  const { isLoopback, trustedHosts } = config.access;
  const isOpen = !isLoopback || trustedHosts.length > 0;
  if (config.mail.type !== "none" && isOpen && config.publicUrl === null) {
    // Else whoever asks for a link by mail could say where it leads.
    variables.require(
      "PUBLIC_URL",
      "must say where links in mail lead where others reach Daybook, by HOST or TRUSTED_HOSTS",
    );
  }
  const { problems } = variables;
  if (problems.length > 0) throw new AppError("BAD_SETTING", problems[0].message, { problems });
  return config;
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
