/**
 * The settings of accounts: who may sign up, and where else people sign in.
 *
 * @module
 */
import { httpUrl, oneOf, Rule, text, type Variables } from "./variables.ts";

/** Another place to sign in at, by OpenID Connect. */
export interface OpenIdConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Domains whose addresses may come in, in small letters; any where there are none. */
  readonly domains: readonly string[];
  /** What it is called on the button. */
  readonly title: string;
}

/** Who may sign up by themselves. */
const SIGN_UPS = ["open", "by_invitation", "closed"] as const;

/** The settings of accounts. */
export interface PeopleConfig {
  readonly signUps: typeof SIGN_UPS[number];
  /** `null` where none is set. */
  readonly openId: OpenIdConfig | null;
}

/** Reads who may come in. */
export function readPeople(variables: Variables): PeopleConfig {
  const signUps = variables.read("SIGN_UP", oneOf(SIGN_UPS));
  return { signUps: signUps ?? "by_invitation", openId: readOpenId(variables) };
}

function readOpenId(variables: Variables): OpenIdConfig | null {
  const issuer = variables.read("OIDC_ISSUER", httpUrl);
  const clientId = variables.read("OIDC_CLIENT_ID", text);
  const clientSecret = variables.read("OIDC_CLIENT_SECRET", text);
  const domains = variables.read("OIDC_ALLOWED_DOMAINS", domainList) ?? [];
  const title = variables.read("OIDC_NAME", buttonText);
  if (issuer === null) return null;
  if (clientId === null) variables.require("OIDC_CLIENT_ID", "must be set where OIDC_ISSUER is");
  if (clientSecret === null) {
    variables.require("OIDC_CLIENT_SECRET", "must be set where OIDC_ISSUER is");
  }
  if (clientId === null || clientSecret === null) return null;
  return { issuer, clientId, clientSecret, domains, title: title ?? new URL(issuer).hostname };
}

function domainList(value: string): readonly string[] | Rule {
  const domains = value.toLowerCase().split(/[\s,]+/).filter((domain) => domain !== "");
  return domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
    ? domains
    : new Rule("must be domains with commas between them");
}

function buttonText(value: string): string | Rule {
  return value.length <= 40 ? value : new Rule("must have at most 40 characters");
}
