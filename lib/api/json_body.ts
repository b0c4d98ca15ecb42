/**
 * Reads a body of JSON before it is checked: no longer than it may be, and whole.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { MOST_BODY_BYTES, parseJson, readBody } from "@/lib/web/read_body.ts";
import { refuseCompressed } from "./content_encoding.ts";
import type { ApiEnvironment } from "./environment.ts";

/** More than anybody types who is not known yet. */
export const MOST_OPEN_BYTES = 64 * 1024;

/** Lets the operation's schema see only what is JSON. @throws AppError as `refuseCompressed`, `readBody`, `parseJson` */
export function readJsonBody(
  mostBytes: number = MOST_BODY_BYTES,
): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const { raw } = c.req;
    const isJson = /^application\/([\w.-]+\+)?json\b/i.test(raw.headers.get("Content-Type") ?? "");
    if (isJson) {
      refuseCompressed(raw);
      const text = await (await readBody(raw, mostBytes)).text();
      parseJson(text);
      c.req.raw = new Request(raw, { body: text });
    }
    await next();
  };
}
