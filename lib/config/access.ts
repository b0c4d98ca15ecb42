/**
 * The settings of who may come in, and from where.
 *
 * @module
 */
import { isLoopbackHost } from "@/lib/loopback.ts";
import { ownPassword, secret } from "./keys.ts";
import type { Setting } from "./settings.ts";
import { flag, Rule, text, type Variables } from "./variables.ts";

/** Who may come in, and from where. */
export interface AccessConfig {
  /** Where Daybook listens. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Whether nobody but this machine can connect. */
  readonly isLoopback: boolean;
  /** Names by which it is asked for beside those of this machine, in small letters, without port. */
  readonly trustedHosts: readonly string[];
  /** Addresses whose word is taken for where a request came from, and how. */
  readonly trustedProxies: readonly string[];
  readonly forceHttps: boolean;
  /** Origins of other sites whose scripts may ask what programs ask. */
  readonly allowedOrigins: readonly string[];
  /** In place of the policy of pages; `null` where nobody set it. */
  readonly contentPolicy: string | null;
  /** Whether the interface for programs is described at `/docs` and `/openapi.json`. */
  readonly tellsApi: boolean;
  /** Signs access tokens; `null` where they end with the process. */
  readonly jwtSecret: string | null;
  /** The workspace's key for programs; `null` where none is set. */
  readonly apiKey: string | null;
  /** The user as whom the database must be opened; `null` where any may be. */
  readonly databaseRole: string | null;
  /** The first admin, made where there is none; without a password a link to set one is printed. */
  readonly admin: { readonly email: string; readonly password: string | null } | null;
}

/** Where Daybook listens unless told otherwise. */
export const DEFAULT_PORT = 8000;

/** The secrets of one's own choosing: no other secret may be the same. */
const OWN_SECRETS = ["APP_ENCRYPTION_KEY", "JWT_SECRET", "API_KEY", "WEBHOOK_SECRET"] as const;

/** What else lets somebody in, here or elsewhere: texts, lists of them, and URLs with a password. */
const OTHER_SECRETS = [
  "APP_ENCRYPTION_PREVIOUS_KEYS",
  "ADMIN_PASSWORD",
  "DATABASE_URL",
  "MIGRATION_DATABASE_URL",
  "SMTP_URL",
  "RESEND_API_KEY",
  "GEMINI_API_KEY",
  "OPENAI_API_KEY",
  "OIDC_CLIENT_SECRET",
] as const;

/** Reads who may come in. */
export function readAccess(
  variables: Variables,
  { production }: { readonly production: boolean },
): AccessConfig {
  const host = variables.read("HOST", address) ?? "127.0.0.1";
  const port = variables.read("PORT", portNumber) ?? DEFAULT_PORT;
  const isLoopback = isLoopbackHost(host);
  const trustedHosts = variables.read("TRUSTED_HOSTS", list(HOST_NAME, "host names")) ?? [];
  const email = variables.read("ADMIN_EMAIL", text);
  const password = variables.read("ADMIN_PASSWORD", ownPassword);
  const jwtSecret = variables.read("JWT_SECRET", secret);
  const trustedProxies = variables.read("TRUSTED_PROXIES", list(ADDRESS, "addresses")) ?? [];
  const forceHttps = variables.read("FORCE_HTTPS", flag) ?? false;
  if (!isLoopback && trustedHosts.length === 0) {
    variables.require("TRUSTED_HOSTS", "must name the hosts that Daybook is asked for at");
  }
  if (production && jwtSecret === null) {
    variables.require("JWT_SECRET", "must be set in production");
  }
  if (password !== null && email === null) {
    variables.require("ADMIN_EMAIL", "must be set where ADMIN_PASSWORD is");
  }
  // Every request would be led to https for ever, as nobody may say that it came by TLS.
  if (forceHttps && trustedProxies.length === 0) {
    variables.require(
      "TRUSTED_PROXIES",
      "must name the proxy with the certificate for FORCE_HTTPS",
    );
  }
  refuseShared(variables);
  return {
    host,
    port,
    isLoopback,
    trustedHosts: trustedHosts.map((name) => name.toLowerCase()),
    trustedProxies,
    forceHttps,
    allowedOrigins: variables.read("ALLOWED_ORIGINS", origins) ?? [],
    contentPolicy: variables.read("CONTENT_SECURITY_POLICY", headerText),
    tellsApi: variables.read("DOCS_ENABLED", flag) ?? true,
    jwtSecret,
    apiKey: variables.read("API_KEY", secret),
    databaseRole: variables.read("DB_APP_ROLE", text),
    admin: email === null ? null : { email, password },
  };
}

/** Two that are the same let whoever learns one do what the other protects. */
function refuseShared(variables: Variables): void {
  const seen: [Setting, readonly string[]][] = OTHER_SECRETS
    .map((name) => [name, variables.read(name, secretsIn) ?? []]);
  for (const name of OWN_SECRETS) {
    const value = variables.read(name, text);
    if (value === null) continue;
    const same = seen.find(([, values]) => values.includes(value));
    // The key of now may stand among those of before: it seals nothing else.
    const isOlder = name === "APP_ENCRYPTION_KEY" && same?.[0] === "APP_ENCRYPTION_PREVIOUS_KEYS";
    if (same !== undefined && !isOlder) {
      variables.refuse(name, `must be another secret than ${same[0]}`);
    }
    seen.push([name, [value]]);
  }
}

/** Returns a secret as it is, with its parts where it is a list, and the password where it is a URL. */
function secretsIn(value: string): readonly string[] {
  const password = URL.parse(value)?.password ?? "";
  return [value, ...value.split(",").map((part) => part.trim()), unescaped(password)];
}

function unescaped(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i;
const ADDRESS = /^[0-9a-f.:]+$/i;

function address(value: string): string | Rule {
  const written = value.includes(":") ? `[${value}]` : value;
  const isAddress = ADDRESS.test(value) && URL.canParse(`http://${written}/`);
  return isAddress || value === "localhost"
    ? value
    : new Rule("must be an address of this machine, such as 0.0.0.0");
}

function portNumber(value: string): number | Rule {
  return parsePort(value) ?? new Rule("must be a whole number from 0 to 65535");
}

/** Reads the number of a port; `null` where a text is none. */
export function parsePort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

function list(part: RegExp, what: string): (value: string) => readonly string[] | Rule {
  return (value) => {
    const parts = value.split(/[\s,]+/).filter((one) => one !== "");
    return parts.every((one) => part.test(one))
      ? parts
      : new Rule(`must be ${what} with commas between them`);
  };
}

function origins(value: string): readonly string[] | Rule {
  const parts = value.split(/[\s,]+/).filter((one) => one !== "");
  return parts.every((one) => URL.parse(one)?.origin === one)
    ? parts
    : new Rule("must be origins such as https://app.example.org with commas between them");
}

function headerText(value: string): string | Rule {
  return /^[\x20-\x7e]+$/.test(value) ? value : new Rule("must be one line of plain characters");
}
