import { deepStrictEqual, equal, ok, throws } from "node:assert/strict";
import { readConfig } from "@/lib/config.ts";
import { AppError } from "@/lib/errors.ts";

/** Secrets as `openssl rand -hex 24` makes them. */
const ONE = "b81d4f7ac03e92657df1c4a8e0937b52d6f1a9c40e8b7352";
const OTHER = "4c19e7d2a5b80f63c9d4e1a7b2f58036e9c1d7a4b3f20586";

/** Which variables are refused. */
function refused(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    ok(error instanceof AppError);
    for (const { message } of error.problems) {
      for (const secret of [ONE, OTHER]) equal(message.includes(secret), false);
    }
    return error.problems.map(({ place }) => String(place.key));
  }
}

Deno.test("readAccess() lets this machine alone in unless it is told otherwise", () => {
  const { access } = readConfig({});
  deepStrictEqual([access.host, access.isLoopback], ["127.0.0.1", true]);
  deepStrictEqual([access.apiKey, access.jwtSecret, access.admin], [null, null, null]);
});

Deno.test("readAccess() reads where to listen, and refuses what no machine could", () => {
  const { access } = readConfig({ HOST: "localhost", PORT: "8080" });
  deepStrictEqual([access.host, access.port, access.isLoopback], ["localhost", 8080, true]);
  deepStrictEqual([readConfig({}).access.port, readConfig({ PORT: "0" }).access.port], [8000, 0]);
  for (const port of ["65536", "-1", "80a", "8000.5", "tcp://10.0.0.1:80"]) {
    deepStrictEqual(refused({ PORT: port }), ["PORT"], port);
  }
  const told = /PORT .*must be a whole number from 0 to 65535: current value is "http"/;
  throws(() => readConfig({ PORT: "http" }), told);
  for (const host of ["999.1.1.1", "::g", "1:2"]) {
    deepStrictEqual(refused({ HOST: host, TRUSTED_HOSTS: "a.example.org" }), ["HOST"], host);
  }
});

Deno.test("readAccess() takes another address only with the names that it is asked for at", () => {
  deepStrictEqual(refused({ HOST: "0.0.0.0" }), ["TRUSTED_HOSTS"]);
  deepStrictEqual(refused({ HOST: "daybook.example.org" }), ["HOST"]);
  const { access } = readConfig({ HOST: "::", TRUSTED_HOSTS: "Daybook.example.org, db" });
  deepStrictEqual([access.isLoopback, access.trustedHosts], [false, ["daybook.example.org", "db"]]);
});

Deno.test("readAccess() refuses secrets that are weak, a known default, or the same twice", () => {
  for (const name of ["JWT_SECRET", "API_KEY", "APP_ENCRYPTION_KEY"]) {
    for (
      const weak of [
        "short",
        "a".repeat(64),
        "change-me-change-me-change-me-1234567890",
        "your-secret-key-0123456789abcdefghijkl",
        // What stands in our own documentation.
        "0f1c9a77b3e24d5886aa3c51d9e7f024c6b8",
      ]
    ) deepStrictEqual(refused({ [name]: weak }), [name], `${name} ${weak}`);
    deepStrictEqual(refused({ [name]: ONE }), []);
  }
  deepStrictEqual(refused({ JWT_SECRET: ONE, API_KEY: ONE }), ["API_KEY"]);
  deepStrictEqual(refused({ JWT_SECRET: ONE, APP_ENCRYPTION_KEY: ONE }), ["JWT_SECRET"]);
  deepStrictEqual(refused({ JWT_SECRET: ONE, API_KEY: OTHER }), []);
});

Deno.test("readAccess() refuses a secret of one's own that is another setting's password or key", () => {
  const mail = { EMAIL_FROM: "daybook@example.org" };
  const elsewhere: readonly Readonly<Record<string, string>>[] = [
    { ADMIN_EMAIL: "ann@example.org", ADMIN_PASSWORD: ONE },
    { APP_ENCRYPTION_PREVIOUS_KEYS: `${OTHER}, ${ONE}` },
    { DATABASE_URL: `postgres://daybook:${ONE}@127.0.0.1/daybook` },
    {
      MIGRATION_DATABASE_URL: `postgres://owner:${ONE}@127.0.0.1/daybook`,
      DATABASE_URL: "postgres://daybook@127.0.0.1/daybook",
    },
    { ...mail, SMTP_URL: `smtp://daybook:${ONE}@127.0.0.1:2525` },
    { ...mail, RESEND_API_KEY: ONE },
    { GEMINI_API_KEY: ONE },
    { OPENAI_API_KEY: ONE },
  ];
  for (const settings of elsewhere) {
    deepStrictEqual(refused({ ...settings, API_KEY: ONE }), ["API_KEY"], Object.keys(settings)[0]);
    deepStrictEqual(refused({ ...settings, API_KEY: `${OTHER}0` }), []);
  }
  // One that other programs gave may be given to two of ours, and one user own the database.
  const url = `postgres://daybook:${ONE}@127.0.0.1/daybook`;
  deepStrictEqual(refused({ GEMINI_API_KEY: ONE, OPENAI_API_KEY: ONE }), []);
  deepStrictEqual(refused({ DATABASE_URL: url, MIGRATION_DATABASE_URL: url }), []);
  // A password with signs that an address has to write otherwise.
  const signs = "b81d4f7a/c03e@9265:7df1c4a8e0937b52d6f1a9c4";
  deepStrictEqual(
    refused({
      DATABASE_URL: `postgres://daybook:${encodeURIComponent(signs)}@127.0.0.1/daybook`,
      JWT_SECRET: signs,
    }),
    ["JWT_SECRET"],
  );
});

Deno.test("readAccess() needs secrets and TLS in production", () => {
  const production = { APP_ENV: "production" };
  deepStrictEqual(refused(production), ["APP_ENCRYPTION_KEY", "JWT_SECRET"]);
  const sound = { ...production, APP_ENCRYPTION_KEY: ONE, JWT_SECRET: OTHER };
  deepStrictEqual(refused(sound), []);
  const DATABASE_URL = "postgres://daybook:secret@db.example.org/daybook";
  deepStrictEqual(refused({ ...sound, DATABASE_URL }), []);
  deepStrictEqual(refused({ ...sound, DATABASE_URL, DB_REQUIRE_SSL: "false" }), ["DB_REQUIRE_SSL"]);
  const local = "postgres://daybook:secret@127.0.0.1/daybook";
  deepStrictEqual(refused({ ...sound, DATABASE_URL: local, DB_REQUIRE_SSL: "false" }), []);
});

Deno.test("readAccess() takes origins and addresses, and nothing that only looks like them", () => {
  for (const wrong of ["*", "https://a.example/", "app.example.org", "https://a.example/path"]) {
    deepStrictEqual(refused({ ALLOWED_ORIGINS: wrong }), ["ALLOWED_ORIGINS"], wrong);
  }
  deepStrictEqual(
    readConfig({ ALLOWED_ORIGINS: "https://a.example http://b:81" }).access.allowedOrigins,
    [
      "https://a.example",
      "http://b:81",
    ],
  );
  deepStrictEqual(refused({ TRUSTED_PROXIES: "proxy.example.org" }), ["TRUSTED_PROXIES"]);
  deepStrictEqual(refused({ CONTENT_SECURITY_POLICY: "default-src\r\nX: y" }), [
    "CONTENT_SECURITY_POLICY",
  ]);
  deepStrictEqual(refused({ ADMIN_PASSWORD: "a long enough one" }), ["ADMIN_EMAIL"]);
});

Deno.test("readConfig() sends no mail from an open address without knowing where links lead", () => {
  const mail = { EMAIL_FROM: "daybook@example.org", SMTP_URL: "smtps://mail.example.org" };
  const open = { HOST: "0.0.0.0", TRUSTED_HOSTS: "daybook.example.org" };
  deepStrictEqual(refused({ ...mail, ...open }), ["PUBLIC_URL"]);
  deepStrictEqual(refused({ ...mail, ...open, PUBLIC_URL: "https://daybook.example.org" }), []);
  deepStrictEqual(refused(mail), []);
  deepStrictEqual(refused(open), []);
  // Behind a proxy on this machine.
  deepStrictEqual(refused({ ...mail, TRUSTED_HOSTS: "daybook.example.org" }), ["PUBLIC_URL"]);
});

Deno.test("readAccess() forces https only behind a proxy that may tell of it", () => {
  deepStrictEqual(refused({ FORCE_HTTPS: "true" }), ["TRUSTED_PROXIES"]);
  deepStrictEqual(refused({ FORCE_HTTPS: "true", TRUSTED_PROXIES: "10.0.0.5" }), []);
});

Deno.test("readConfig() shows no example of a secret that it would refuse", () => {
  throws(() => readConfig({ APP_ENV: "production", API_KEY: "short" }), (error) => {
    ok(error instanceof AppError);
    deepStrictEqual(error.problems.map(({ remedy }) => remedy), [
      "Set the environment variable APP_ENCRYPTION_KEY to a secret of your own, as " +
      "`openssl rand -base64 32` prints one",
      "Set the environment variable JWT_SECRET to a secret of your own, as " +
      "`openssl rand -base64 32` prints one",
      "Set the environment variable API_KEY to a secret of your own, as " +
      "`openssl rand -base64 32` prints one, or remove it",
    ]);
    return true;
  });
});
