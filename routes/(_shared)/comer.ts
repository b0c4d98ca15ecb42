/**
 * From where somebody comes, and what their browser is given to keep.
 *
 * @module
 */
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

/** Reads a form that anybody may send. @throws AppError BAD_USAGE, FILE_TOO_LARGE */
export function readShortForm(request: Request): Promise<FormData> {
  return readForm(request, { mostBytes: MOST_BYTES });
}

/** Lets the browser keep a session that has begun. */
export function keepBegun<Answer extends Response>(answer: Answer, begun: Begun, url: URL): Answer {
  const secure = url.protocol === "https:";
  answer.headers.append("Set-Cookie", keepSession(begun.session, begun.expiresAt, secure));
  return answer;
}
