/**
 * Signing in at another place by OpenID Connect: discovery, a code with PKCE, state and nonce.
 *
 * Source: OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700.
 *
 * @module
 */
import type { Configuration } from "openid-client";
import type { OpenIdConfig } from "@/lib/config/people.ts";
import { AppError } from "@/lib/errors.ts";
import { isLoopback } from "@/lib/loopback.ts";

const LIMIT_MILLISECONDS = 30_000;

/** What a sign-in that has begun is ended with. */
export interface OpenIdSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who somebody is at the other place, where that has shown their address to be theirs. */
export interface OpenIdPerson {
  readonly email: string;
  readonly name: string | null;
}

/** Another place to sign in at. */
export interface OpenId {
  readonly title: string;
  /** Domains whose addresses may come in; any where there are none. */
  readonly domains: readonly string[];
  /**
   * Returns where the browser goes, and what ends it.
   *
   * @throws AppError OUTSIDE_FAILED where the place does not answer.
   */
  begin(
    asked: { readonly redirect: string },
  ): Promise<{ readonly location: string; readonly secrets: OpenIdSecrets }>;
  /**
   * Returns who came back to this URL; `null` where the place has not shown that the address is
   * theirs.
   *
   * @throws AppError NOT_GRANTED where the place said no, or the answer is not to be believed.
   */
  end(
    asked: { readonly url: string; readonly secrets: OpenIdSecrets },
  ): Promise<OpenIdPerson | null>;
}

/** Makes what signs in at the place that the settings name; nothing is asked before the first time. */
export function createOpenId(
  config: OpenIdConfig,
  { timeLimitMilliseconds = LIMIT_MILLISECONDS }: {
    /** One call of that place; left out for what holds in earnest. */
    readonly timeLimitMilliseconds?: number;
  } = {},
): OpenId {
  let found: Promise<Configuration> | null = null;

  /** Asks once what the place can do; where it does not answer, again the next time. */
  async function discover(): Promise<Configuration> {
    const { discovery, allowInsecureRequests, ClientSecretBasic } = await import("openid-client");
    const { issuer, clientId, clientSecret } = config;
    // Only this machine can listen to what it tells itself.
    const execute = isLoopback(issuer) ? [allowInsecureRequests] : [];
    return await discovery(new URL(issuer), clientId, undefined, ClientSecretBasic(clientSecret), {
      execute,
      timeout: timeLimitMilliseconds / 1000,
    });
  }

  async function configuration(): Promise<Configuration> {
    found ??= discover();
    try {
      return await found;
    } catch (error) {
      found = null;
      throw new AppError(
        "OUTSIDE_FAILED",
        `Cannot sign in with ${config.title} as it must answer: try again in a while`,
        { cause: error },
      );
    }
  }

  return {
    title: config.title,
    domains: config.domains,

    async begin({ redirect }) {
      const server = await configuration();
      const client = await import("openid-client");
      const secrets = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const location = client.buildAuthorizationUrl(server, {
        redirect_uri: redirect,
        scope: "openid email profile",
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: "S256",
      });
      return { location: location.href, secrets };
    },

    async end({ url, secrets }) {
      const server = await configuration();
      const client = await import("openid-client");
      try {
        const tokens = await client.authorizationCodeGrant(server, new URL(url), {
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          pkceCodeVerifier: secrets.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) return null;
        const told = typeof claims.email === "string"
          ? claims
          : await client.fetchUserInfo(server, tokens.access_token, claims.sub);
        // Some places send a text: only what is plainly true is believed.
        if (typeof told.email !== "string" || told.email_verified !== true) return null;
        return { email: told.email, name: typeof told.name === "string" ? told.name : null };
      } catch (error) {
        throw new AppError(
          "NOT_GRANTED",
          `Cannot sign in with ${config.title} as what it answered must be sound and a yes`,
          { cause: error },
        );
      }
    },
  };
}
