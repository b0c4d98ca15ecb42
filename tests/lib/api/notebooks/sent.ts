/**
 * What a program sends.
 *
 * @module
 */
import type { FetchPage } from "@/tests/helpers/site.ts";

/** Sends JSON, as a page of the same site may. */
export function sendJson(
  ask: FetchPage,
  path: string,
  body: unknown,
  method = "POST",
): Promise<Response> {
  return ask(path, {
    method,
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" },
  });
}
