/**
 * What holds for every request: its id, headers that keep pages safe, and who is signed in.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { sessionOf } from "./(_shared)/cookie.ts";
import { define } from "./(_shared)/define.ts";
import { contentPolicy } from "./(_shared)/policy.ts";

/** Set unless a route has set them otherwise. */
const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentPolicy(),
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "X-Robots-Tag": "noindex, nofollow",
  "Cache-Control": "no-store",
};

/** Paths that nobody needs to sign in for, with all below them. */
const OPEN_TO_ALL = ["/sign-in", "/health", "/robots.txt", "/s"];

const READS = ["GET", "HEAD", "OPTIONS"];

const secure = define.middleware(async (ctx) => {
  const answer = await ctx.next();
  // One that was redirected or fetched may not be changed: a copy may.
  const response = new Response(answer.body, answer);
  response.headers.set("X-Request-Id", ctx.state.requestId);
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  // Pages that others may embed say so in their own policy.
  if (!response.headers.get("Content-Security-Policy")?.includes("frame-ancestors 'none'")) {
    response.headers.delete("X-Frame-Options");
  }
  return response;
});

/** Refuses what another site made the browser send: a cookie goes along with that too. */
const sameSite = define.middleware((ctx) => {
  const { req, url } = ctx;
  if (READS.includes(req.method) || sessionOf(req) === null) return ctx.next();
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

/** No text of ours holds NUL, and no database takes one. */
const readable = define.middleware(({ url, next }) => {
  if (!`${url.pathname}${url.search}`.includes("%00")) return next();
  throw new AppError(
    "BAD_USAGE",
    'Cannot answer as an address holds no NUL character: current value is "%00"',
  );
});

const signedIn = define.middleware(async (ctx) => {
  const { req, url, state } = ctx;
  const session = sessionOf(req);
  if (session !== null) state.session = await state.workspace.owner.session({ session });
  const open = OPEN_TO_ALL.some((path) =>
    url.pathname === path || url.pathname.startsWith(`${path}/`)
  );
  if (open || state.session !== null) return await ctx.next();
  if (!READS.includes(req.method) || url.pathname.startsWith("/api/")) {
    throw new AppError("NOT_SIGNED_IN", "Cannot answer as somebody must be signed in");
  }
  return ctx.redirect(`/sign-in?${new URLSearchParams({ next: url.pathname + url.search })}`, 303);
});

export default define.middleware([secure, readable, sameSite, signedIn]);
