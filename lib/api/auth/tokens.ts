/**
 * How programs sign up, in and out: for a password they get an access token of 30 minutes and a
 * refresh token of 7 days, which is used once and gives the next two.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { json } from "@/lib/api/answer.ts";
import type { Api } from "@/lib/api/environment.ts";
import { operation } from "@/lib/api/operation.ts";
import { AppError } from "@/lib/errors.ts";
import type { LoggedIn } from "@/lib/workspace/access/contract.ts";

const EMAIL = z.string().max(1000);
const PASSWORD = z.string().max(10_000).openapi({ format: "password" });
const REFRESH = z.strictObject({
  refresh_token: z.string().max(1000).openapi({ description: "The one that was given last" }),
}).openapi("RefreshToken");

const TOKENS = z.strictObject({
  token_type: z.literal("Bearer"),
  access_token: z.string(),
  access_expires_at: z.string().openapi({ format: "date-time" }),
  refresh_token: z.string(),
  refresh_expires_at: z.string().openapi({ format: "date-time" }),
}).openapi("Tokens");

/** Returns what operations of this subject have alike. */
function post<Path extends string>(path: Path) {
  return { method: "post", path, tags: ["Access"], access: "everyone" } as const;
}

function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { content: { "application/json": { schema } }, required: true } };
}

const GIVEN = { 200: json("The next tokens, told once", TOKENS) };

const SIGN_UP = operation({
  ...post("/api/auth/signup"),
  operationId: "signUp",
  summary: "Makes an account, where that is open to who asks",
  description:
    "The answer does not tell whether the address had an account. Where mail is set up, who has no " +
    "invitation gets a link to set a password by mail, and the one sent here does not count.",
  errors: [413, 415],
  request: body(
    z.strictObject({
      email: EMAIL,
      name: z.string().max(1000),
      password: PASSWORD.openapi({ description: "12 characters or more" }),
      invitation: z.string().max(1000).optional(),
    }).openapi("SignUp"),
  ),
  responses: { 202: json("Taken", z.strictObject({ status: z.literal("accepted") })) },
});

const LOG_IN = operation({
  ...post("/api/auth/login"),
  operationId: "logIn",
  summary: "Gives tokens for a password",
  errors: [401, 413, 415],
  request: body(z.strictObject({ email: EMAIL, password: PASSWORD }).openapi("LogIn")),
  responses: GIVEN,
});

const TURN = operation({
  ...post("/api/auth/refresh"),
  operationId: "refreshTokens",
  summary: "Gives the next tokens for a refresh token",
  description: "A refresh token that is shown a second time ends all that came of its sign-in.",
  errors: [401, 413, 415],
  request: body(REFRESH),
  responses: GIVEN,
});

const LOG_OUT = operation({
  ...post("/api/auth/logout"),
  operationId: "logOut",
  summary: "Ends all tokens of a sign-in",
  errors: [413, 415],
  request: body(REFRESH),
  responses: { 204: { description: "They have ended, or there were none" } },
});

/** Adds what lets programs in and out. */
export function addTokens(api: Api): void {
  api.openapi(SIGN_UP, async (c) => {
    const { invitation = null, ...typed } = c.req.valid("json");
    const { workspace: { access }, remoteAddress: address } = c.env;
    await access.signUp({ ...typed, invitation, address });
    return c.json({ status: "accepted" } as const, 202);
  });
  api.openapi(LOG_IN, async (c) => {
    const { workspace: { access }, remoteAddress: address } = c.env;
    const loggedIn = await access.logIn({ ...c.req.valid("json"), address });
    return c.json(tokensOf(loggedIn, "an address and its password"), 200);
  });
  api.openapi(TURN, async (c) => {
    const { refresh_token: refresh } = c.req.valid("json");
    const { workspace: { access }, remoteAddress: address } = c.env;
    return c.json(tokensOf(await access.refresh({ refresh, address }), "a refresh token"), 200);
  });
  api.openapi(LOG_OUT, async (c) => {
    const { refresh_token: refresh } = c.req.valid("json");
    const { workspace: { access }, remoteAddress: address } = c.env;
    await access.logOut({ refresh, address });
    return c.body(null, 204);
  });
}

/** Returns tokens as programs get them. @throws AppError NOT_SIGNED_IN, TOO_OFTEN */
function tokensOf(loggedIn: LoggedIn, shown: string): z.infer<typeof TOKENS> {
  switch (loggedIn.type) {
    case "refused":
      throw new AppError("NOT_SIGNED_IN", `Cannot sign in as that takes ${shown} of an account`);
    case "too_often": {
      const { retryAfterSeconds } = loggedIn;
      throw new AppError("TOO_OFTEN", "Cannot sign in so often", { retryAfterSeconds });
    }
    case "signed_in": {
      const { access, accessExpiresAt, refresh, refreshExpiresAt } = loggedIn.tokens;
      return {
        token_type: "Bearer",
        access_token: access,
        access_expires_at: accessExpiresAt,
        refresh_token: refresh,
        refresh_expires_at: refreshExpiresAt,
      };
    }
  }
}
