/**
 * A real OpenID Connect provider on loopback, whose only page lets in whoever is named.
 *
 * @module
 */
import { createServer } from "node:http";
import Provider from "oidc-provider";

/** Somebody who has an account there. */
export interface Claimed {
  readonly email?: string;
  readonly email_verified?: boolean | string;
  readonly name?: string;
}

/** A provider that runs. */
export interface OpenIdProvider extends AsyncDisposable {
  readonly issuer: string;
  /** Who is let in next, by their id there. */
  readonly people: Map<string, Claimed>;
  /** Walks through its pages as a browser would, and returns the URL that it leads back to. */
  walk(location: string, person: string): Promise<string>;
}

const CLIENT = { client_id: "daybook", client_secret: "a-secret-of-that-place" } as const;

/** Starts one that sends browsers back to these URLs. */
export async function startProvider(redirects: readonly string[]): Promise<OpenIdProvider> {
  const people = new Map<string, Claimed>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It has no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [...redirects] }],
    cookies: { keys: ["a-key-of-this-test"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/let-in/${uid}` },
    pkce: { required: () => true },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people.get(id) }),
    }),
  });
  const answer = provider.callback();
  let person = "";
  server.on("request", async (request, response) => {
    if (request.url?.startsWith("/let-in/") !== true) return answer(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === "login") {
      const login = { login: { accountId: person } };
      return await provider.interactionFinished(request, response, login);
    }
    const grant = new provider.Grant({
      accountId: session?.accountId,
      clientId: String(params.client_id),
    });
    grant.addOIDCScope("openid email profile");
    const consent = { consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, consent);
  });
  return {
    issuer,
    people,
    async walk(location, id) {
      person = id;
      const cookies = new Map<string, string>();
      for (let url = location;;) {
        const answer = await fetch(url, {
          redirect: "manual",
          headers: { Cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
        });
        await answer.body?.cancel();
        for (const cookie of answer.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          cookies.set(name, value);
        }
        const next = answer.headers.get("Location");
        if (next === null) throw new Error(`It leads nowhere: ${answer.status} at ${url}`);
        url = new URL(next, url).href;
        if (!url.startsWith(issuer)) return url;
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the settings say of it. */
export function configOf({ issuer }: OpenIdProvider, domains: readonly string[] = []) {
  const { client_id: clientId, client_secret: clientSecret } = CLIENT;
  return { issuer, clientId, clientSecret, domains, title: "Example" };
}
