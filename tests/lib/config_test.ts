import {
  deepStrictEqual as assertEquals,
  doesNotMatch as assertDoesNotMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Environment } from "@/lib/config/variables.ts";
import { SETTINGS } from "@/lib/config/settings.ts";
import { childEnvironment, readConfig } from "@/lib/config.ts";
import { AppError } from "@/lib/errors.ts";

/** A secret that nobody can guess, were it not here. */
const KEY = "8fJ2-qLw0ZpR7xVtYb4nKc9sDg1mHa6e";

/** Returns the refusal of an environment. */
function refusalOf(environment: Environment): AppError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("It was not refused");
}

Deno.test("readConfig() needs nothing to be set", () => {
  const config = readConfig({ HOME: "/root", PATH: "/bin" });
  assertEquals(config.database, { type: "embedded", dataDirectory: ".daybook/" });
  assertIs(config.dataDirectory, ".daybook/");
  assertIs(config.folders.length, 1);
  assertIs(config.connections.size, 0);
  assertIs(config.logLevel, "info");
  assertIs(config.maxFileBytes, null);
  assertIs(config.maxRows, null);
  assertIs(config.statementLimitMilliseconds, 30 * 60 * 1000);
  assertEquals(config.results, { maxBytes: 10_000_000_000, maxDays: 90 });
  assertEquals(config.models, {
    models: [],
    timeLimitMilliseconds: 30_000,
    retries: 1,
    dailyCostCap: 5,
    smallestGroup: 5,
  });
});

Deno.test("readConfig() takes the models that a key or an address is set for, in their order", () => {
  const { models } = readConfig({
    GEMINI_API_KEY: "g-key",
    GEMINI_PRICE: "0.10, 0.40",
    OPENAI_BASE_URL: "http://127.0.0.1:11434/v1",
    OPENAI_MODEL: "llama",
    MODEL_ORDER: "openai,gemini",
    REQUEST_TIMEOUT_SECONDS: "7",
    MODEL_RETRIES: "0",
    MODEL_DAILY_COST_CAP: "0.5",
    SMALLEST_GROUP: "10",
  });
  assertEquals(models, {
    models: [
      {
        provider: "openai",
        model: "llama",
        baseUrl: "http://127.0.0.1:11434/v1",
        key: "",
        price: { input: 0.4, output: 1.6 },
      },
      {
        provider: "gemini",
        model: "gemini-2.5-flash",
        baseUrl: "https://generativelanguage.googleapis.com/v1beta",
        key: "g-key",
        price: { input: 0.1, output: 0.4 },
      },
    ],
    timeLimitMilliseconds: 7000,
    retries: 0,
    dailyCostCap: 0.5,
    smallestGroup: 10,
  });
});

Deno.test("readConfig() refuses settings of models that cannot be, and tells no address", async (t) => {
  const cases: [string, string][] = [
    ["GEMINI_BASE_URL", "http://models.example/v1beta"],
    ["OPENAI_BASE_URL", "https://me:secret@models.example/v1"],
    ["OPENAI_PRICE", "0.4"],
    ["MODEL_ORDER", "gemini,gemini"],
    ["MODEL_RETRIES", "6"],
    ["MODEL_DAILY_COST_CAP", "-1"],
    ["SMALLEST_GROUP", "0"],
    ["REQUEST_TIMEOUT_SECONDS", "0"],
  ];
  for (const [name, value] of cases) {
    await t.step(name, () => {
      const { message } = refusalOf({ [name]: value });
      assert(message.startsWith(`Cannot start as ${name} must `), message);
      assertIs(message.includes("secret"), false);
    });
  }
});

Deno.test("readConfig() reads every setting", () => {
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const config = readConfig({
    DATA_DIR: "/var/daybook",
    DATABASE_URL: "postgres://app:secret@db.example/daybook",
    MIGRATION_DATABASE_URL: "postgresql://owner:secret@db.example/daybook",
    DB_REQUIRE_SSL: "Yes",
    NOTEBOOK_FOLDERS: `reports${separator}${separator}samples`,
    CONNECTION_WAREHOUSE_2: "postgres://reader@warehouse.example/sales",
    LOG_LEVEL: "debug",
    MAX_FILE_SIZE_MB: "5",
    MAX_ROW_COUNT: "10000",
    STATEMENT_TIME_LIMIT_SECONDS: "90",
    CHROMIUM: "/usr/bin/chromium",
    RESULTS_MAX_MB: "500",
    RESULTS_MAX_DAYS: "7",
    RECEIVED_MAX_DAYS: "30",
    BACKUP_DIRECTORY: "/mnt/backups",
    BACKUPS_KEPT: "3",
    SCHEDULES: "off",
    ALERT_EMAIL: "operations@example.org",
    APP_ENV: "production",
    APP_ENCRYPTION_KEY: KEY,
    APP_ENCRYPTION_PREVIOUS_KEYS: "weak, weaker",
    JWT_SECRET: KEY.toUpperCase(),
  });
  const { models: _, mail: _mail, access: _access, people: _people, sales: _sales, ...others } =
    config;
  const { publicUrl: _publicUrl, webhookSecret: _webhookSecret, limits: _limits, ...rest } = others; // Each has tests of its own.
  assertEquals(rest, {
    dataDirectory: "/var/daybook",
    database: {
      type: "server",
      url: "postgres://app:secret@db.example/daybook",
      migrationUrl: "postgresql://owner:secret@db.example/daybook",
      tlsRequired: true,
    },
    folders: ["reports", "samples"],
    connections: new Map([["warehouse_2", "postgres://reader@warehouse.example/sales"]]),
    logLevel: "debug",
    maxFileBytes: 5_000_000,
    maxRows: 10_000,
    statementLimitMilliseconds: 90_000,
    chromium: "/usr/bin/chromium",
    results: { maxBytes: 500_000_000, maxDays: 7 },
    receivedMaxDays: 30,
    backups: { folder: "/mnt/backups", kept: 3 },
    schedules: { runs: false, alertTo: "operations@example.org" },
    production: true,
    keys: { current: KEY, previous: ["weak", "weaker"] },
  });
});

Deno.test("readConfig() takes an empty variable for none", () => {
  assertEquals(readConfig({ DATABASE_URL: "", LOG_LEVEL: " ", CONNECTION_A: "" }), readConfig({}));
});

Deno.test("readConfig() requires TLS unless the server is on this machine", async (t) => {
  const cases: [url: string, required: boolean][] = [
    ["postgres://db.example/daybook", true],
    ["postgres://localhost.example/daybook", true],
    ["postgres://localhost/daybook", false],
    ["postgres://127.0.0.1:5433/daybook", false],
    ["postgres://[::1]/daybook", false],
    ["postgres:///daybook?host=/run/postgresql", false],
    ["postgres:///daybook?host=db.example", true],
  ];
  for (const [url, required] of cases) {
    await t.step(url, () => {
      const { database } = readConfig({ DATABASE_URL: url });
      assert(database.type === "server" && database.tlsRequired === required);
    });
  }
});

Deno.test("readConfig() refuses a wrong setting by its name, with what it must be", async (t) => {
  const cases: [variable: string, value: string, rule: string][] = [
    ["LOG_LEVEL", "loud", "must be debug, info, warn, error"],
    ["MAX_ROW_COUNT", "-1", "must be a whole number above 0"],
    ["MAX_FILE_SIZE_MB", "5 MB", "must be a whole number above 0"],
    ["DB_REQUIRE_SSL", "perhaps", "must be true or false"],
    ["RECEIVED_MAX_DAYS", "a year", "must be a whole number from 1 to 99999"],
    ["RESULTS_MAX_DAYS", "0", "must be a whole number from 1 to 99999"],
    ["STATEMENT_TIME_LIMIT_SECONDS", "1.5", "must be a whole number from 1 to 999999"],
  ];
  for (const [variable, value, rule] of cases) {
    await t.step(variable, () => {
      const error = refusalOf({ [variable]: value });
      assertIs(error.code, "BAD_SETTING");
      assertIs(error.message, `Cannot start as ${variable} ${rule}: current value is "${value}"`);
      assertEquals(error.problems.map(({ place }) => place), [{ key: variable }]);
    });
  }
});

Deno.test("readConfig() never tells a value that may hold a password", async (t) => {
  const secret = "mysql://root:hunter2@db.example";
  for (const variable of ["DATABASE_URL", "MIGRATION_DATABASE_URL", "CONNECTION_CRM"]) {
    await t.step(variable, () => {
      const { message, problems, stack } = refusalOf({ [variable]: secret });
      assert(message.startsWith(`Cannot start as ${variable} must be a URL that begins with`));
      assertDoesNotMatch(JSON.stringify({ message, problems, stack }), /hunter2/);
    });
  }
});

Deno.test("readConfig() refuses a key that is missing in production, short, weak or shown", async (t) => {
  const shown = SETTINGS.APP_ENCRYPTION_KEY.example;
  const cases: [name: string, value: string, environment: Environment, rule: string][] = [
    [
      "missing",
      "",
      { APP_ENV: "production" },
      "must be set in production: current value is missing",
    ],
    ["short", KEY.slice(1), {}, "must have at least 32 characters"],
    ["one sign", "a".repeat(64), {}, "must be a secret of your own that nobody can guess"],
    ["a default", `change-me-${KEY}`, {}, "must be a secret of your own that nobody can guess"],
    ["the example", shown, {}, "must be a secret of your own that nobody can guess"],
  ];
  for (const [name, value, environment, rule] of cases) {
    await t.step(name, () => {
      const { message, problems } = refusalOf({ ...environment, APP_ENCRYPTION_KEY: value });
      assert(message.startsWith(`Cannot start as APP_ENCRYPTION_KEY ${rule}`), message);
      assert(value === "" || !JSON.stringify({ message, problems }).includes(`"${value}"`));
    });
  }
});

Deno.test("readConfig() gives an example of what a setting must be", () => {
  const [{ remedy }] = refusalOf({ LOG_LEVEL: "loud" }).problems;
  assertIs(
    remedy,
    "Set the environment variable LOG_LEVEL to what it must be, such as info, or remove it",
  );
});

Deno.test("readConfig() tells all that is wrong at once", () => {
  const error = refusalOf({
    LOG_LEVEL: "loud",
    MAX_ROW_COUNT: "many",
    "CONNECTION_A-B": "postgres://b",
  });
  assertEquals(error.problems.map(({ place }) => place.key), [
    "LOG_LEVEL",
    "MAX_ROW_COUNT",
    "CONNECTION_A-B",
  ]);
});

Deno.test("readConfig() refuses an owner of migrations for the embedded database", () => {
  const error = refusalOf({ MIGRATION_DATABASE_URL: "postgres://owner@db.example/daybook" });
  assertEquals(error.problems.map(({ place }) => place.key), ["MIGRATION_DATABASE_URL"]);
});

Deno.test("childEnvironment() hands on no setting of ours", () => {
  Deno.env.set("DATABASE_URL", "postgres://db.example");
  assert(!("DATABASE_URL" in childEnvironment()));
  Deno.env.delete("DATABASE_URL");
});

Deno.test("readConfig() reads how mail is sent", async (t) => {
  const from = { name: null, address: "daybook@example.org" };
  const smtp = { type: "smtp", from } as const;
  const cases: [string, Environment, unknown][] = [
    ["nothing", {}, { type: "none" }],
    ["an address alone", { EMAIL_FROM: "daybook@example.org" }, { type: "none" }],
    ["SMTP", {
      EMAIL_FROM: "daybook@example.org",
      SMTP_URL: "smtp://ann:s%40cret@mail.example.org",
    }, {
      ...smtp,
      host: "mail.example.org",
      port: 587,
      secure: false,
      user: { name: "ann", password: "s@cret" },
      tlsRequired: true,
    }],
    ["SMTP over TLS", { EMAIL_FROM: "daybook@example.org", SMTP_URL: "smtps://mail.example.org" }, {
      ...smtp,
      host: "mail.example.org",
      port: 465,
      secure: true,
      user: null,
      tlsRequired: true,
    }],
    ["SMTP here", { EMAIL_FROM: "daybook@example.org", SMTP_URL: "smtp://127.0.0.1:2525" }, {
      ...smtp,
      host: "127.0.0.1",
      port: 2525,
      secure: false,
      user: null,
      tlsRequired: false,
    }],
    ["Resend", { EMAIL_FROM: "Daybook <daybook@example.org>", RESEND_API_KEY: "re_1" }, {
      type: "resend",
      key: "re_1",
      baseUrl: null,
      from: { name: "Daybook", address: "daybook@example.org" },
    }],
  ];
  for (const [name, environment, expected] of cases) {
    await t.step(name, () => assertEquals(readConfig(environment).mail, expected));
  }
});

Deno.test("readConfig() refuses mail that could not be sent, without its passwords", async (t) => {
  const cases: [string, Environment, RegExp][] = [
    ["nobody sends", { RESEND_API_KEY: "re_1" }, /^Cannot start as EMAIL_FROM must say who/],
    ["two ways", {
      EMAIL_FROM: "a@example.org",
      RESEND_API_KEY: "re_1",
      SMTP_URL: "smtp://mail.example.org",
    }, /^Cannot start as SMTP_URL must be left out where RESEND_API_KEY is set/],
    ["a header", {
      EMAIL_FROM: "a@example.org\r\nBcc: eve@example.net",
      SMTP_URL: "smtp://mail.example.org",
    }, /^Cannot start as EMAIL_FROM must read like/],
    [
      "no host",
      { EMAIL_FROM: "a@example.org", SMTP_URL: "mail:hunter2" },
      /SMTP_URL must be a URL/,
    ],
    ["no web address", { PUBLIC_URL: "daybook" }, /PUBLIC_URL must be a URL/],
  ];
  for (const [name, environment, message] of cases) {
    await t.step(name, () => {
      const refusal = refusalOf(environment);
      assert(message.test(refusal.message), refusal.message);
      assertDoesNotMatch(JSON.stringify([refusal.message, refusal.problems]), /hunter2|re_1/);
    });
  }
});
