/**
 * What tests of a database ask of it.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";

/** Tells an error by its code. */
export function hasCode(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

/** Reads a copy to its end. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return await new Response(ReadableStream.from(chunks)).text();
}

/** Counts the rows of a relation. */
export async function countOf(session: Session, relation: string): Promise<unknown> {
  const [{ count }] = await session.query(`select count(*) from ${relation}`);
  return count;
}
