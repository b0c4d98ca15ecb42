/**
 * The settings: the only file that reads the environment. The database waits for it to start, and so
 * nothing is imported here that takes time.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { AppError, type Problem } from "./errors.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
import { type Mailbox, readMailbox } from "./mailbox.ts";

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

/** A server that takes mail. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on; else it begins by STARTTLS. */
  readonly secure: boolean;
  readonly user: { readonly name: string; readonly password: string } | null;
  /** Whether nothing goes where there is no TLS. */
  readonly tlsRequired: boolean;
}

/** Resend's HTTP interface. */
export interface ResendConfig {
  readonly key: string;
  /** `null` for Resend's own. */
  readonly baseUrl: string | null;
}

/** How mail is sent. */
export type MailConfig =
  | { readonly type: "none" }
  | (SmtpConfig & { readonly type: "smtp"; readonly from: Mailbox })
  | (ResendConfig & { readonly type: "resend"; readonly from: Mailbox });

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
  readonly models: ModelsConfig;
  readonly mail: MailConfig;
  /** Where people open Daybook, without a slash at the end; `null` where nobody set it. */
  readonly publicUrl: string | null;
}

/** The language models that may write summaries, and what they may cost. */
export interface ModelsConfig {
  /** In the order of trying; empty where none is set. */
  readonly models: readonly ModelConfig[];
  readonly timeLimitMilliseconds: number;
  /** Further calls of one model where the first failed for now. */
  readonly retries: number;
  /** In the currency of the prices. */
  readonly dailyCostCap: number;
  /** Groups of fewer rows are merged before anything is sent. */
  readonly smallestGroup: number;
}

/** One language model. */
export interface ModelConfig {
  readonly provider: Provider;
  readonly model: string;
  /** With the version, as in ".../v1". */
  readonly baseUrl: string;
  /** Empty where the model asks for none. */
  readonly key: string;
  /** What a million tokens cost, sent and received. */
  readonly price: { readonly input: number; readonly output: number };
}

/** Whose interface a model has. */
export type Provider = "gemini" | "openai";

const PROVIDERS: readonly Provider[] = ["gemini", "openai"];

/** Variables by name, as `Deno.env.toObject()` gives them. */
export type Environment = Readonly<Record<string, string>>;

const PROJECT = fileURLToPath(new URL("../", import.meta.url));
const LIST_SEPARATOR = Deno.build.os === "windows" ? ";" : ":";
const CONNECTION_PREFIX = "CONNECTION_";
const LOOPBACK_HOSTS = ["", "localhost", "127.0.0.1", "[::1]", "::1"];

const YES = ["true", "1", "yes", "on"];
const NO = ["false", "0", "no", "off"];

const NAME_RULE = "must have letters, digits and _ in its name";
const SECONDS_RULE = "must be a whole number from 1 to 999999";
const DAYS_RULE = "must be a whole number from 1 to 99999";

/** What is wrong with a value; it goes on from the variable's name. */
class Rule {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function text(value: string): string {
  return value;
}

function postgresUrl(value: string): string | Rule {
  const isOne = ["postgres:", "postgresql:"].includes(URL.parse(value)?.protocol ?? "");
  return isOne ? value : new Rule("must be a URL that begins with postgres://");
}

/** Reads where mail is handed in: its host, a port, and who hands it in. */
function smtpUrl(value: string): Omit<SmtpConfig, "tlsRequired"> | Rule {
  const url = URL.parse(value);
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") {
    return new Rule("must be a URL such as smtp://user:password@mail.example.org:587");
  }
  const secure = url.protocol === "smtps:";
  const [name, password] = [url.username, url.password].map(unescaped);
  if (name === null || password === null) return new Rule("must have % as %25 in its password");
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? secure ? 465 : 587 : Number(url.port),
    secure,
    user: name === "" ? null : { name, password },
  };
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function webUrl(value: string): string | Rule {
  const url = URL.parse(value);
  const isOne = url !== null && ["http:", "https:"].includes(url.protocol) &&
    url.username === "" && url.search === "" && url.hash === "";
  return isOne
    ? url.href.replace(/\/+$/, "")
    : new Rule("must be a URL such as https://daybook.example.org");
}

function mailbox(value: string): Mailbox | Rule {
  return readMailbox(value) ??
    new Rule("must read like daybook@example.org or Daybook <daybook@example.org>");
}

function flag(value: string): boolean | Rule {
  const word = value.toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : new Rule("must be true or false");
}

/** Reads whole numbers from 1 of so many digits. */
function count(digits: number, rule: string): (value: string) => number | Rule {
  const known = new RegExp(`^[1-9]\\d{0,${digits - 1}}$`);
  return (value) => known.test(value) ? Number(value) : new Rule(rule);
}

const bigCount = count(9, "must be a whole number above 0");

function logLevel(value: string): LogLevel | Rule {
  return LOG_LEVELS.find((level) => level === value) ??
    new Rule(`must be ${LOG_LEVELS.join(", ")}`);
}

function folders(value: string): readonly string[] {
  return value.split(LIST_SEPARATOR).filter((folder) => folder !== "");
}

/** Reads numbers that may have decimals. */
function amount(value: string): number | Rule {
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(value)
    ? Number(value)
    : new Rule("must be a number such as 5 or 0.5");
}

function retries(value: string): number | Rule {
  return /^[0-5]$/.test(value) ? Number(value) : new Rule("must be a whole number from 0 to 5");
}

function httpUrl(value: string): string | Rule {
  const { protocol = "", username = "", password = "" } = URL.parse(value) ?? {};
  const isOne = protocol === "https:" || (protocol === "http:" && isLoopback(value));
  return isOne && username === "" && password === ""
    ? value
    : new Rule("must be a URL that begins with https://, or with http:// on this machine");
}

/** What a million tokens cost: sent, received. */
function price(value: string): ModelConfig["price"] | Rule {
  const [input, output, ...more] = value.split(",").map((part) => amount(part.trim()));
  return typeof input === "number" && typeof output === "number" && more.length === 0
    ? { input, output }
    : new Rule("must be two numbers such as 0.30,2.50");
}

function providers(value: string): readonly Provider[] | Rule {
  const words = value.split(",").map((word) => word.trim());
  const found = words.flatMap((word) => PROVIDERS.find((provider) => provider === word) ?? []);
  return found.length === words.length && new Set(found).size === found.length
    ? found
    : new Rule(`must name ${PROVIDERS.join(" and ")} in their order`);
}

/** Reads variables, and notes those that are wrong. An empty one counts as none. */
class Variables {
  readonly problems: Problem[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Returns what a variable says; `null` where it is not set, or wrong. */
  read<Value>(name: string, parse: (value: string) => Value | Rule): Value | null {
    const value = this.#environment[name] ?? "";
    if (value.trim() === "") return null;
    const found = parse(value);
    if (!(found instanceof Rule)) return found;
    this.refuse(name, found.text);
    return null;
  }

  /** Returns the URLs of connections by their names. */
  readConnections(): ReadonlyMap<string, string> {
    const connections = new Map<string, string>();
    for (const variable of Object.keys(this.#environment)) {
      if (!variable.startsWith(CONNECTION_PREFIX)) continue;
      const name = variable.slice(CONNECTION_PREFIX.length);
      const isName = /^[A-Z][A-Z0-9_]{0,62}$/.test(name);
      const url = this.read(
        variable,
        (value) => isName ? postgresUrl(value) : new Rule(NAME_RULE),
      );
      if (url !== null) connections.set(name.toLowerCase(), url);
    }
    return connections;
  }

  /** Notes a variable that must be set, unless it was and is wrong. */
  require(name: string, rule: string): void {
    if (this.problems.some(({ place }) => place.key === name)) return;
    this.problems.push({
      severity: "error",
      code: "BAD_SETTING",
      message: `Cannot start as ${name} ${rule}: current value is missing`,
      place: { key: name },
      remedy: `Set the environment variable ${name} to what it must be`,
    });
  }

  /** Notes a variable that is wrong; a value that may hold a password is not told. */
  refuse(name: string, rule: string): void {
    const isSecret = name.endsWith("_URL") || name.endsWith("_KEY") ||
      name.startsWith(CONNECTION_PREFIX);
    const shown = isSecret ? "not shown as it may hold a password" : `"${this.#environment[name]}"`;
    this.problems.push({
      severity: "error",
      code: "BAD_SETTING",
      message: `Cannot start as ${name} ${rule}: current value is ${shown}`,
      place: { key: name },
      remedy: `Set the environment variable ${name} to what it must be, or remove it`,
    });
  }
}

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
  const chromium = variables.read("CHROMIUM", text);
  const dataDirectory = variables.read("DATA_DIR", text) ?? ".daybook/";
  const url = variables.read("DATABASE_URL", postgresUrl);
  const isTlsRequired = variables.read("DB_REQUIRE_SSL", flag);
  const migrationUrl = variables.read("MIGRATION_DATABASE_URL", postgresUrl);
  if (migrationUrl !== null && url === null && variables.problems.length === 0) {
    variables.refuse("MIGRATION_DATABASE_URL", "must be left out where DATABASE_URL is");
  }
  const maxMegabytes = variables.read("MAX_FILE_SIZE_MB", bigCount);
  const seconds = variables.read("STATEMENT_TIME_LIMIT_SECONDS", count(6, SECONDS_RULE));
  const config: Config = {
    dataDirectory,
    database: url === null ? { type: "embedded", dataDirectory } : {
      type: "server",
      url,
      migrationUrl: migrationUrl ?? url,
      tlsRequired: isTlsRequired ?? !isLoopback(url),
    },
    folders: variables.read("NOTEBOOK_FOLDERS", folders) ?? [PROJECT],
    logLevel: variables.read("LOG_LEVEL", logLevel) ?? "info",
    maxFileBytes: maxMegabytes === null ? null : maxMegabytes * 1_000_000,
    maxRows: variables.read("MAX_ROW_COUNT", bigCount),
    statementLimitMilliseconds: 1000 * (seconds ?? 1800),
    chromium,
    results: {
      maxBytes: 1_000_000 * (variables.read("RESULTS_MAX_MB", bigCount) ?? 10_000),
      maxDays: variables.read("RESULTS_MAX_DAYS", count(5, DAYS_RULE)) ?? 90,
    },
    models: readModels(variables),
    mail: readMail(variables),
    publicUrl: variables.read("PUBLIC_URL", webUrl),
    connections: variables.readConnections(),
  };
  const { problems } = variables;
  if (problems.length > 0) throw new AppError("BAD_SETTING", problems[0].message, { problems });
  return config;
}

function readModels(variables: Variables): ModelsConfig {
  const geminiKey = variables.read("GEMINI_API_KEY", text);
  const gemini: ModelConfig = {
    provider: "gemini",
    model: variables.read("GEMINI_MODEL", text) ?? "gemini-2.5-flash",
    baseUrl: variables.read("GEMINI_BASE_URL", httpUrl) ??
      "https://generativelanguage.googleapis.com/v1beta",
    key: geminiKey ?? "",
    price: variables.read("GEMINI_PRICE", price) ?? { input: 0.3, output: 2.5 },
  };
  const openaiKey = variables.read("OPENAI_API_KEY", text);
  const openaiUrl = variables.read("OPENAI_BASE_URL", httpUrl);
  const openai: ModelConfig = {
    provider: "openai",
    model: variables.read("OPENAI_MODEL", text) ?? "gpt-4.1-mini",
    baseUrl: openaiUrl ?? "https://api.openai.com/v1",
    key: openaiKey ?? "",
    price: variables.read("OPENAI_PRICE", price) ?? { input: 0.4, output: 1.6 },
  };
  const set: Readonly<Record<Provider, ModelConfig | null>> = {
    gemini: geminiKey === null ? null : gemini,
    // A server of one's own may ask for no key.
    openai: openaiKey === null && openaiUrl === null ? null : openai,
  };
  const order = variables.read("MODEL_ORDER", providers) ?? PROVIDERS;
  const seconds = variables.read("REQUEST_TIMEOUT_SECONDS", count(3, "must be from 1 to 999"));
  return {
    models: order.flatMap((provider) => set[provider] ?? []),
    timeLimitMilliseconds: 1000 * (seconds ?? 30),
    retries: variables.read("MODEL_RETRIES", retries) ?? 1,
    dailyCostCap: variables.read("MODEL_DAILY_COST_CAP", amount) ?? 5,
    smallestGroup: variables.read("SMALLEST_GROUP", bigCount) ?? 5,
  };
}

function readMail(variables: Variables): MailConfig {
  const smtp = variables.read("SMTP_URL", smtpUrl);
  const key = variables.read("RESEND_API_KEY", text);
  const baseUrl = variables.read("RESEND_BASE_URL", httpUrl);
  const isTlsRequired = variables.read("SMTP_REQUIRE_TLS", flag);
  const from = variables.read("EMAIL_FROM", mailbox);
  if (smtp !== null && key !== null) {
    variables.refuse("SMTP_URL", "must be left out where RESEND_API_KEY is set");
  }
  if (smtp === null && key === null) return { type: "none" };
  if (from === null) {
    variables.require("EMAIL_FROM", "must say who mail is from, as daybook@example.org does");
    return { type: "none" };
  }
  if (smtp !== null) {
    const tlsRequired = isTlsRequired ?? !LOOPBACK_HOSTS.includes(smtp.host);
    return { type: "smtp", ...smtp, tlsRequired, from };
  }
  return key === null ? { type: "none" } : { type: "resend", key, baseUrl, from };
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

/** Whether a URL leads to this machine, where nobody can listen in. */
function isLoopback(url: string): boolean {
  const { hostname = "", searchParams } = URL.parse(url) ?? {};
  const host = searchParams?.get("host") ?? hostname;
  return LOOPBACK_HOSTS.includes(host) || host.startsWith("/");
}
