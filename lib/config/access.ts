/**
 * The settings of who may come in, and from where.
 *
 * @module
 */
import { isLoopbackHost } from "@/lib/loopback.ts";
import { ownPassword, secret } from "./keys.ts";
import { flag, Rule, text, type Variables } from "./variables.ts";

/** Who may come in, and from where. */
export interface AccessConfig {
  /** Where Daybook listens. */
  readonly host: string;
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

/** The secrets of one's own choosing, of which no two may be the same. */
const SECRETS = ["APP_ENCRYPTION_KEY", "JWT_SECRET", "API_KEY", "WEBHOOK_SECRET"] as const;

/** Reads who may come in. */
export function readAccess(
  variables: Variables,
  { production }: { readonly production: boolean },
): AccessConfig {
  const host = variables.read("HOST", address) ?? "127.0.0.1";
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
  const values = SECRETS.map((name) => [name, variables.read(name, text)] as const);
  for (const [index, [name, value]] of values.entries()) {
    const same = values.slice(0, index).find(([, other]) => value !== null && other === value);
    if (same !== undefined) variables.refuse(name, `must be another secret than ${same[0]}`);
  }
}

const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i;
const ADDRESS = /^[0-9a-f.:]+$/i;

function address(value: string): string | Rule {
  return ADDRESS.test(value) || value === "localhost"
    ? value
    : new Rule("must be an address of this machine, such as 0.0.0.0");
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
