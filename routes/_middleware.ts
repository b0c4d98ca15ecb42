/**
 * What holds for every request: its id, headers that keep pages safe, and who is signed in.
 *
 * @module
 */
import { HttpError } from "@daybook/web";
import { accessOf, authorize, demand, isRead } from "@/lib/auth/access.ts";
import { AppError } from "@/lib/errors.ts";
import { asksAsProgram } from "./(_shared)/asks_as_program.ts";
import { credentialOf } from "./(_shared)/credential.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";
import { isFromHere } from "./(_shared)/from_here.ts";
import { contentPolicy, ownPolicy } from "./(_shared)/policy.ts";

/** Set unless a route has set them otherwise. */
const HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "X-Robots-Tag": "noindex, nofollow",
  "Cache-Control": "no-store",
};

/** Two dots between slashes of any spelling; those that are plain are gone from an address. */
const CLIMBS = /(?:\/|%2f|\\|%5c)(?:\.|%2e){2}(?:\/|%2f|\\|%5c|$)/i;

const secure = define.middleware(async (ctx) => {
  const answer = await ctx.next();
  // One that was redirected or fetched may not be changed: a copy may.
  const response = new Response(answer.body, answer);
  response.headers.set("X-Request-Id", ctx.state.requestId);
  // Told to programs: to a browser it says nothing.
  if (response.status === 401 && ctx.url.pathname.startsWith("/api/")) {
    response.headers.set("WWW-Authenticate", "Bearer");
  }
  const given = ctx.state.contentPolicy;
  const policy = given === null ? contentPolicy() : ownPolicy(given);
  const headers = { ...HEADERS, "Content-Security-Policy": policy };
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  // Pages of links that others may embed say so in their own policy.
  const isLinked = ctx.url.pathname.startsWith("/s/");
  if (
    isLinked && !response.headers.get("Content-Security-Policy")?.includes("frame-ancestors 'none'")
  ) {
    response.headers.delete("X-Frame-Options");
    response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  }
  return response;
});

/** Answers in time, or says that it cannot. */
const timely = define.middleware(async ({ info: { limit }, routeConfig, next }) => {
  if (limit === undefined) return await next();
  // As `PageConfig` has it, which every route of ours declares.
  if ((routeConfig as Partial<PageConfig>).slow) limit.allowLong();
  return await limit.within(next());
});

/**
 * What watches over Daybook asks at these, and must not take a busy address for a broken site: the
 * first asks nothing of the engine, the others are free for this machine.
 */
const [HEALTH, ...WATCHED] = [
  "routes/health.ts",
  "routes/health/jobs.ts",
  "routes/health/ready.ts",
  "routes/metrics.ts",
];

/** Counts requests, before anything is asked for them; those that bring events apart. */
const limited = define.middleware((ctx) => {
  const { req, url, info, state, route } = ctx;
  const isWatched = WATCHED.some((one) => one === route) && isFromHere(req, info);
  if (route === HEALTH || isWatched) return ctx.next();
  const brings = req.method === "POST" && /^\/api\/ingest(?:\/|$)/.test(url.pathname);
  const kind = brings ? "ingest" : "requests";
  state.limits?.count({ kind, credential: credentialOf(req), address: info.remoteAddress });
  return ctx.next();
});

/** Refuses what another site made the browser send: a cookie goes along with that too. */
const sameSite = define.middleware((ctx) => {
  const { req, url } = ctx;
  if (isRead(req.method) || credentialOf(req)?.type !== "session") return ctx.next();
  const site = req.headers.get("Sec-Fetch-Site");
  const origin = req.headers.get("Origin");
  const own = site === null
    ? origin !== null && URL.parse(origin)?.host === url.host
    : site === "same-origin";
  if (own) return ctx.next();
  const value = origin === null ? "unknown" : `"${origin}"`;
  throw new AppError(
    "NOT_GRANTED",
    `Cannot take what was sent as it must come from a page of this workspace: current origin is ${value}`,
  );
});

/** No address of ours leads up: one that does looks for files that are none of its business. */
const level = define.middleware(async ({ url, info, state, next }) => {
  if (!CLIMBS.test(url.pathname)) return await next();
  const { pathname: path } = url;
  await state.workspace.access.noteClimbing({ path, address: info.remoteAddress });
  throw new HttpError(404);
});

/** No text of ours holds NUL, and no database takes one. */
const readable = define.middleware(({ url, next }) => {
  if (!`${url.pathname}${url.search}`.includes("%00")) return next();
  throw new AppError(
    "BAD_USAGE",
    'Cannot answer as an address holds no NUL character: current value is "%00"',
  );
});

/** Finds out who asks. */
const known = define.middleware(async (ctx) => {
  const { req, info, state } = ctx;
  const credential = credentialOf(req);
  if (credential?.type === "session") {
    const { session } = credential;
    state.session = await state.workspace.owner.session({ session });
    if (state.session !== null) state.who = { ...state.session, scopes: null };
  } else if (credential !== null) {
    const address = info.remoteAddress;
    state.who = await state.workspace.access.who({ credential, address });
  }
  if (credential !== null) state.limits?.learn(credential, state.who);
  return await ctx.next();
});

/** Lets those in of whom the route says so; where it says nothing, nobody. */
const granted = define.middleware(async (ctx) => {
  const { req, url, state, route, routeConfig } = ctx;
  try {
    if (route !== null) authorize(accessOf(routeConfig.access, req.method), state.who);
    // Whether there is such a page is told to who is known, or reads a link.
    else if (!url.pathname.startsWith("/s/")) demand(state.who);
  } catch (error) {
    const isUnknown = error instanceof AppError && error.code === "NOT_SIGNED_IN";
    if (!isUnknown || !isRead(req.method) || asksAsProgram(req, url)) throw error;
    const next = url.pathname + url.search;
    return ctx.redirect(`/sign-in?${new URLSearchParams({ next })}`, 303);
  }
  return await ctx.next();
});

export default define.middleware([
  secure,
  timely,
  limited,
  readable,
  level,
  sameSite,
  known,
  granted,
]);
