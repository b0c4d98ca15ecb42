/**
 * Answers with 304 to whoever has the answer already.
 *
 * @module
 */
import type { Context } from "hono";
import { createHash } from "node:crypto";
import type { ApiEnvironment } from "./environment.ts";

/** What an operation that answers by a key declares beside its success. */
export const NOT_MODIFIED = {
  304: { description: "What If-None-Match names is still the answer" },
} as const;

/**
 * Answers with what `answer` gives, unless whoever asks has it: `version` changes whenever the answer to
 * the same question may. Nothing is computed for those who have it.
 */
export async function answerOnce<Answer extends Response>(
  c: Context<ApiEnvironment>,
  version: string,
  answer: () => Promise<Answer>,
): Promise<Answer | Response> {
  const { pathname, searchParams } = new URL(c.req.url);
  const question = [pathname, [...searchParams].toSorted(), version];
  const digest = createHash("sha256").update(JSON.stringify(question)).digest("base64url");
  // Weak, since a compressed answer has other bytes.
  const tag = `W/"${digest.slice(0, 32)}"`;
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  if (isKnown(c.req.header("If-None-Match"), tag)) {
    return new Response(null, { status: 304, headers });
  }
  const answered = await answer();
  for (const [name, value] of Object.entries(headers)) answered.headers.set(name, value);
  return answered;
}

/**
 * Answers as it was computed, unless whoever asks has just that: for what a version costs no less than,
 * such as a page of a list.
 */
export async function answerUnlessKnown<Answer extends Response>(
  c: Context<ApiEnvironment>,
  answer: Answer,
): Promise<Answer | Response> {
  return await answerOnce(c, await answer.clone().text(), () => Promise.resolve(answer));
}

function isKnown(header: string | undefined, tag: string): boolean {
  const known = (header ?? "").split(",").map((one) => one.trim().replace(/^(W\/)?/, "W/"));
  return header?.trim() === "*" || known.includes(tag);
}
