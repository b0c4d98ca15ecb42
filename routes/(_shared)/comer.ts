/**
 * From where somebody comes, and what their browser is given to keep.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Begun, Comer } from "@/lib/workspace/accounts/contract.ts";
import { keepSession } from "./cookie.ts";
import { readForm } from "./body.ts";

/** Forms that anybody may send are short. */
const MOST_BYTES = 64 * 1024;

/** What is asked of a request; a context of a route has it. */
interface Asked {
  readonly req: Request;
  readonly info: { readonly remoteAddress: string | null };
}

/** Returns from where a request comes. */
export function comerOf({ req, info }: Asked): Comer {
  return { userAgent: req.headers.get("User-Agent"), address: info.remoteAddress };
}

/**
 * Reads a form that anybody may send from a page of ours: another site could sign somebody in as
 * whom they are not.
 *
 * @throws AppError BAD_USAGE, FILE_TOO_LARGE, NOT_GRANTED
 */
export function readShortForm(request: Request): Promise<FormData> {
  const site = request.headers.get("Sec-Fetch-Site");
  const origin = request.headers.get("Origin");
  const isOther = site === null
    ? origin !== null && URL.parse(origin)?.host !== new URL(request.url).host
    : site !== "same-origin";
  if (!isOther) return readForm(request, { mostBytes: MOST_BYTES });
  throw new AppError(
    "NOT_GRANTED",
    `Cannot take what was sent as it must come from a page of this workspace: current origin is ${
      JSON.stringify(origin ?? "unknown")
    }`,
  );
}

/** Lets the browser keep a session that has begun. */
export function keepBegun<Answer extends Response>(answer: Answer, begun: Begun, url: URL): Answer {
  const secure = url.protocol === "https:";
  answer.headers.append("Set-Cookie", keepSession(begun.session, begun.expiresAt, secure));
  return answer;
}
