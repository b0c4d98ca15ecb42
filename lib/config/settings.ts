/**
 * Every variable that Daybook reads, in words: `docs/ops/settings.md` and `.env.example` are written
 * from this (`deno task settings`), and `lib/config` reads no variable that is not here.
 *
 * @module
 */

/** What people are told of a variable. */
export interface SettingText {
  readonly group: SettingGroup;
  /** What holds where it is not set, in words or as a value. */
  readonly default: string;
  /** What it does, in a sentence or two. */
  readonly effect: string;
  /** A value that may be set as it is here. */
  readonly example: string;
  /** Its value is never shown. */
  readonly secret?: true;
  /** The command that prints one: it has to be a secret of one's own, and the example is refused. */
  readonly made?: string;
}

/** The groups, in the order in which they are told. */
export const SETTING_GROUPS = [
  "Where things are kept",
  "Limits",
  "Secrets",
  "Language models",
  "Mail",
  "Access",
  "Running it",
] as const;

/** What a setting is about. */
export type SettingGroup = typeof SETTING_GROUPS[number];

/** Connections have any name after this. */
export const CONNECTION_PREFIX = "CONNECTION_";

/** The variables, by name. */
export const SETTINGS = {
  DATABASE_URL: {
    group: "Where things are kept",
    default: "none: the embedded database, in `DATA_DIR`",
    effect: "The Postgres server (version 15 or later) that holds everything.",
    example: "postgres://daybook:a-password@db.example.org:5432/daybook",
    secret: true,
  },
  MIGRATION_DATABASE_URL: {
    group: "Where things are kept",
    default: "the same as `DATABASE_URL`",
    effect: "The same database as a user that owns its tables; `deno task migrate` uses it.",
    example: "postgres://owner:a-password@db.example.org:5432/daybook",
    secret: true,
  },
  DB_REQUIRE_SSL: {
    group: "Where things are kept",
    default: "`true`, but `false` for a server on this machine",
    effect: "Refuses a database that does not speak TLS.",
    example: "true",
  },
  DATA_DIR: {
    group: "Where things are kept",
    default: "`.daybook/`",
    effect:
      "The folder of the embedded database, of uploads and of what lasts no longer than a run.",
    example: "/var/lib/daybook",
  },
  BACKUP_DIRECTORY: {
    group: "Where things are kept",
    default: "`backups` in `DATA_DIR`",
    effect: "The folder of backups of the embedded database, of one workspace alone; best on " +
      "another disk.",
    example: "/mnt/backups/daybook",
  },
  BACKUPS_KEPT: {
    group: "Where things are kept",
    default: "`7`",
    effect:
      "Backups of so many days are kept, one of each day before the last; with `0` none is made by itself.",
    example: "14",
  },
  NOTEBOOK_FOLDERS: {
    group: "Where things are kept",
    default: "the project's own folder",
    effect: "Folders whose files every notebook may read, separated by `:` (on Windows `;`).",
    example: "/srv/reports:/srv/samples",
  },
  CONNECTION_NAME: {
    group: "Where things are kept",
    default: "none",
    effect: "A Postgres database that load cells may read by the name after `CONNECTION_`, " +
      "in small letters. There may be any number.",
    example: "postgres://reader:a-password@warehouse.example.org/sales",
    secret: true,
  },
  RESULTS_MAX_MB: {
    group: "Where things are kept",
    default: "`10000`",
    effect: "Results beyond this many megabytes are dropped, the least recently used first.",
    example: "10000",
  },
  RESULTS_MAX_DAYS: {
    group: "Where things are kept",
    default: "`90`",
    effect: "Results that nobody used for this many days are dropped.",
    example: "90",
  },
  RECEIVED_MAX_DAYS: {
    group: "Where things are kept",
    default: "`90`",
    effect:
      "What was received at `/api/ingest` is kept sealed for this many days, to be replayed; " +
      "its events stay.",
    example: "30",
  },
  MAX_FILE_SIZE_MB: {
    group: "Limits",
    default: "each way in has its own",
    effect: "Larger files are refused, and events that are larger once they are inflated.",
    example: "500",
  },
  MAX_ROW_COUNT: {
    group: "Limits",
    default: "each way in has its own",
    effect: "Files with more rows are refused.",
    example: "1000000",
  },
  STORAGE_MAX_MB: {
    group: "Limits",
    default: "`100000`",
    effect:
      "Files that were uploaded and what was received at `/api/ingest` may take so many megabytes " +
      "together, as they were sent: more is refused with 507. `0` for no limit.",
    example: "100000",
  },
  ACCOUNT_STORAGE_MAX_MB: {
    group: "Limits",
    default: "`20000`",
    effect:
      "The files of one account may take so many megabytes; a file that several have counts for " +
      "each. `0` for no limit.",
    example: "20000",
  },
  REQUEST_RATE_LIMIT: {
    group: "Limits",
    default: "`3000`",
    effect:
      "Requests that an account may send a minute, by browsers and by programs apart, or an " +
      "address where nobody is known: more are answered by 429. Styles, scripts and pictures of " +
      "pages do not count.",
    example: "3000",
  },
  INGEST_RATE_LIMIT: {
    group: "Limits",
    default: "`12000`",
    effect: "Requests that bring events (`/api/ingest`), which are counted apart in the same way.",
    example: "12000",
  },
  RATE_LIMIT: {
    group: "Limits",
    default: "`10`",
    effect:
      "Files of sales (`/api/v1/sales/insights`) that an account or an address may send a minute.",
    example: "30",
  },
  FORMULAS: {
    group: "Limits",
    default: "`neutralise`",
    effect:
      "What becomes of a file of sales with cells that a spreadsheet would run: `neutralise` puts " +
      "an apostrophe before them and tells of them, `refuse` takes no such file.",
    example: "refuse",
  },
  STATEMENT_TIME_LIMIT_SECONDS: {
    group: "Limits",
    default: "`1800`",
    effect: "A statement of the database that takes longer is stopped.",
    example: "1800",
  },
  CELL_TIME_LIMIT_SECONDS: {
    group: "Limits",
    default: "`3600`",
    effect: "A cell that takes longer in all, whatever it does, is ended and says so.",
    example: "3600",
  },
  STATEMENT_SIZE_LIMIT_MB: {
    group: "Limits",
    default: "`256`",
    effect:
      "A statement of the database that brings more into memory at once is stopped. In memory " +
      "it takes some times that.",
    example: "256",
  },
  ANSWER_TIMEOUT_SECONDS: {
    group: "Limits",
    default: "`120`",
    effect:
      "A request whose answer has not begun by then is answered by 503. Taking files and events, " +
      "runs that are waited for, exports and letters have `STATEMENT_TIME_LIMIT_SECONDS` more.",
    example: "120",
  },
  REQUEST_TIMEOUT_SECONDS: {
    group: "Limits",
    default: "`30`",
    effect:
      "A call to a service outside (a model, a mail server, a webhook, another place to sign in " +
      "at) that takes longer is given up; a try to deliver mail or a webhook after 180 at the latest.",
    example: "30",
  },
  APP_ENV: {
    group: "Secrets",
    default: "`development`",
    effect: "With `production`, Daybook refuses to start without secrets of its own.",
    example: "production",
  },
  APP_ENCRYPTION_KEY: {
    group: "Secrets",
    default: "none: a key is made in `DATA_DIR`; in production it must be set",
    effect: "Seals received bytes where they are stored. At least 32 characters, as of " +
      "`openssl rand -base64 32`. What is sealed is lost with it.",
    example: "pkXr0v3yBq8sYt1mZc7WfLh2dN5aGj9uEo4iKxQwVbM=",
    secret: true,
    made: "openssl rand -base64 32",
  },
  APP_ENCRYPTION_PREVIOUS_KEYS: {
    group: "Secrets",
    default: "none",
    effect:
      "Keys that `APP_ENCRYPTION_KEY` was before, separated by commas: what they sealed can " +
      "still be read. `deno task rotate-keys` seals it anew, then they can go.",
    example: "Vb0nXz6cMk2jHg8fDs4aQw1eRt5yUi9oPl3LpOkIjUh=",
    secret: true,
  },
  GEMINI_API_KEY: {
    group: "Language models",
    default: "none: Gemini is not asked",
    effect: "The key for Google's Gemini, which may write summaries.",
    example: "a-key-of-the-provider",
    secret: true,
  },
  GEMINI_MODEL: {
    group: "Language models",
    default: "`gemini-2.5-flash`",
    effect: "Which of its models is asked.",
    example: "gemini-2.5-flash",
  },
  GEMINI_BASE_URL: {
    group: "Language models",
    default: "`https://generativelanguage.googleapis.com/v1beta`",
    effect: "Where it is reached.",
    example: "https://generativelanguage.googleapis.com/v1beta",
    secret: true,
  },
  GEMINI_PRICE: {
    group: "Language models",
    default: "`0.3,2.5`",
    effect: "What a million tokens cost, sent and received.",
    example: "0.3,2.5",
  },
  OPENAI_API_KEY: {
    group: "Language models",
    default: "none",
    effect: "The key for a model that is asked as OpenAI's are.",
    example: "a-key-of-the-provider",
    secret: true,
  },
  OPENAI_MODEL: {
    group: "Language models",
    default: "`gpt-4.1-mini`",
    effect: "Which of its models is asked.",
    example: "gpt-4.1-mini",
  },
  OPENAI_BASE_URL: {
    group: "Language models",
    default: "`https://api.openai.com/v1`",
    effect: "Where it is reached: also a server of one's own, which may ask for no key.",
    example: "http://127.0.0.1:11434/v1",
    secret: true,
  },
  OPENAI_PRICE: {
    group: "Language models",
    default: "`0.4,1.6`",
    effect: "What a million tokens cost, sent and received.",
    example: "0.4,1.6",
  },
  MODEL_ORDER: {
    group: "Language models",
    default: "`gemini,openai`",
    effect: "Which is asked first; the next one is asked where it fails.",
    example: "openai,gemini",
  },
  MODEL_RETRIES: {
    group: "Language models",
    default: "`1`",
    effect: "Further calls of one model where the first failed for now, 0 to 5.",
    example: "1",
  },
  MODEL_DAILY_COST_CAP: {
    group: "Language models",
    default: "`5`",
    effect:
      "No model is asked any more on a day that has cost this much, in the currency of the prices.",
    example: "5",
  },
  SMALLEST_GROUP: {
    group: "Language models",
    default: "`5`",
    effect: "Groups of fewer rows are merged before anything is sent to a model.",
    example: "5",
  },
  SMTP_URL: {
    group: "Mail",
    default: "none: no mail is sent by SMTP",
    effect: "The server that takes mail, with who hands it in. `smtps://` speaks TLS from the " +
      "first byte on, `smtp://` begins by STARTTLS.",
    example: "smtp://daybook:a-password@mail.example.org:587",
    secret: true,
  },
  SMTP_REQUIRE_TLS: {
    group: "Mail",
    default: "`true`, but `false` for a server on this machine",
    effect: "Hands no mail to a server that does not speak TLS.",
    example: "true",
  },
  RESEND_API_KEY: {
    group: "Mail",
    default: "none: no mail is sent by Resend",
    effect: "The key for Resend, which sends mail instead of an SMTP server.",
    example: "a-key-of-the-provider",
    secret: true,
  },
  RESEND_BASE_URL: {
    group: "Mail",
    default: "`https://api.resend.com`",
    effect: "Where Resend is reached.",
    example: "https://api.resend.com",
    secret: true,
  },
  EMAIL_FROM: {
    group: "Mail",
    default: "none; must be set where mail is sent",
    effect: "Who mail is from.",
    example: "Daybook <daybook@example.org>",
  },
  WEBHOOK_SECRET: {
    group: "Mail",
    default: "none: no webhook is sent",
    effect: "Signs webhooks, so that their receivers know whose they are: 32 characters or more.",
    example: "a-long-random-text-that-receivers-know",
    secret: true,
    made: "openssl rand -base64 32",
  },
  PUBLIC_URL: {
    group: "Access",
    default: "none",
    effect:
      "Where people open Daybook: links in mail lead there. Needed where mail is set and `HOST` is " +
      "not this machine alone, or `TRUSTED_HOSTS` names others; else they lead to where it listens.",
    example: "https://daybook.example.org",
    secret: true,
  },
  SIGN_UP: {
    group: "Access",
    default: "`by_invitation`",
    effect: "Who may make an account: anybody (`open`), who was invited (`by_invitation`), or " +
      "nobody (`closed`).",
    example: "by_invitation",
  },
  OIDC_ISSUER: {
    group: "Access",
    default: "none: people sign in with a password alone",
    effect: "Another place to sign in at, by OpenID Connect. It sends browsers back to " +
      "`/sign-in/openid/back` below `PUBLIC_URL`.",
    example: "https://accounts.example.org",
  },
  OIDC_CLIENT_ID: {
    group: "Access",
    default: "none; must be set where `OIDC_ISSUER` is",
    effect: "What Daybook is called there.",
    example: "daybook",
  },
  OIDC_CLIENT_SECRET: {
    group: "Access",
    default: "none; must be set where `OIDC_ISSUER` is",
    effect: "What Daybook shows there to prove who it is.",
    example: "a-secret-of-that-place",
    secret: true,
  },
  OIDC_ALLOWED_DOMAINS: {
    group: "Access",
    default: "none: who has an account or an invitation may come from there",
    effect:
      "Domains, with commas between them: addresses of other domains are refused, and who has " +
      "one of these needs no invitation.",
    example: "example.org, example.com",
  },
  OIDC_NAME: {
    group: "Access",
    default: "the host of `OIDC_ISSUER`",
    effect: "What the button calls that place.",
    example: "Example",
  },
  LOG_LEVEL: {
    group: "Running it",
    default: "`info`",
    effect: "What is logged: `debug`, `info`, `warn` or `error`, and all that matters more.",
    example: "info",
  },
  SCHEDULES: {
    group: "Running it",
    default: "`on`",
    effect: "Whether this process runs what is scheduled. With `off`, another one has to that " +
      "shares its database.",
    example: "on",
  },
  ALERT_EMAIL: {
    group: "Running it",
    default: "none: the log, `/metrics` and the page of schedules tell alone",
    effect: "Who is told by mail of a schedule that failed or has not run, where it names nobody.",
    example: "operations@example.org",
  },
  CHROMIUM: {
    group: "Running it",
    default: "none: PDF cannot be had",
    effect: "The program that prints PDF.",
    example: "/usr/bin/chromium",
  },
  HOST: {
    group: "Access",
    default: "`127.0.0.1`: this machine alone",
    effect: "The address at which Daybook listens. Any but this machine's takes an admin, and " +
      "`TRUSTED_HOSTS`.",
    example: "0.0.0.0",
  },
  PORT: {
    group: "Access",
    default: "8000",
    effect:
      "The port at which Daybook listens; 0 takes any that is free. `--port` comes before it.",
    example: "8080",
  },
  TRUSTED_HOSTS: {
    group: "Access",
    default: "none: the names of this machine",
    effect: "Names by which browsers ask for Daybook, with commas between them; a request for " +
      "another host is refused.",
    example: "daybook.example.org",
  },
  TRUSTED_PROXIES: {
    group: "Access",
    default: "none",
    effect: "Addresses of proxies, with commas between them: their `X-Forwarded-For` and " +
      "`X-Forwarded-Proto` are believed.",
    example: "10.0.0.5",
  },
  FORCE_HTTPS: {
    group: "Access",
    default: "`false`",
    effect: "Leads requests without TLS to https, and tells browsers to come by https alone " +
      "(HSTS). The proxy that has the certificate must be in `TRUSTED_PROXIES`.",
    example: "true",
  },
  ALLOWED_ORIGINS: {
    group: "Access",
    default: "none",
    effect: "Origins of other sites, with commas between them, whose scripts may ask the " +
      "programs' API with a token or a key (CORS).",
    example: "https://app.example.org",
  },
  DOCS_ENABLED: {
    group: "Access",
    default: "`true`",
    effect: "Tells of the interface for programs at `/docs` and `/openapi.json`, to everyone.",
    example: "true",
  },
  CONTENT_SECURITY_POLICY: {
    group: "Access",
    default: "Daybook's own, which lets pages load from Daybook alone",
    effect: "Replaces the policy of pages that may not be embedded. Where it has no " +
      "`frame-ancestors`, `'none'` is added.",
    example: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
  },
  ADMIN_EMAIL: {
    group: "Access",
    default: "none",
    effect: "Makes an admin of this address where there is none yet. Without `ADMIN_PASSWORD` a " +
      "link to set the password is printed.",
    example: "ann@example.org",
  },
  ADMIN_PASSWORD: {
    group: "Access",
    default: "none",
    effect: "The password of that admin; remove it after the first start.",
    example: "correct horse battery staple",
    secret: true,
    made: "openssl rand -base64 32",
  },
  JWT_SECRET: {
    group: "Secrets",
    default: "none: access tokens end with the process; must be set in production",
    effect: "Signs the access tokens of programs: at least 32 characters that nobody can guess.",
    example: "0f1c9a77b3e24d5886aa3c51d9e7f024c6b8",
    secret: true,
    made: "openssl rand -base64 32",
  },
  API_KEY: {
    group: "Secrets",
    default: "none: programs use keys of accounts",
    effect: "A key for programs that is no account's (`X-API-Key`): it may read metrics and " +
      "notebooks, run these, send events and messages.",
    example: "5d20e8c4a1f94b7c93d6be07f81a2c35e49f",
    secret: true,
    made: "openssl rand -base64 32",
  },
  DB_APP_ROLE: {
    group: "Where things are kept",
    default: "none: any user",
    effect:
      "The user as whom `DATABASE_URL` must come: Daybook refuses another, and one that may " +
      "do more than read and write rows.",
    example: "daybook",
  },
} as const satisfies Readonly<Record<string, SettingText>>;

/** The name of a variable. */
export type Setting = keyof typeof SETTINGS;
