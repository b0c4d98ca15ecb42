import { credentialOf } from "./credential.ts";

/** Addresses beside those below `/api/` that programs alone ask. */
const ADDRESSES: ReadonlySet<string> = new Set([
  "/api",
  "/health",
  "/health/jobs",
  "/health/ready",
  "/metrics",
  "/openapi.json",
]);

const JSON_TYPE = /^application\/(?:problem\+)?json(?![\w+.-])/i;

/**
 * Whether a program asks, by what it shows, what it takes first, or for what: it is told in JSON what
 * is wrong, and led to no page.
 */
export function asksAsProgram(request: Request, { pathname }: URL): boolean {
  const shown = credentialOf(request)?.type;
  return shown === "key" || shown === "bearer" ||
    JSON_TYPE.test(request.headers.get("Accept") ?? "") ||
    ADDRESSES.has(pathname) || pathname.startsWith("/api/");
}
