/**
 * Holds the ETag of an answer to what it promises.
 *
 * @module
 */
import { strictEqual as assertIs } from "node:assert/strict";
import type { FetchPage } from "@/tests/helpers/site.ts";

/** What tells whether an answer is still the same. */
export interface HeldEtag {
  /** Asks for it by the ETag: nothing is told again. */
  isSame(): Promise<void>;
  /** The same, but all is told anew, under an ETag that is held from then on. */
  isOther(): Promise<void>;
}

/** Asks for an answer, and holds its ETag. */
export async function holdEtag(ask: FetchPage, path: string): Promise<HeldEtag> {
  const tagOf = (answer: Response) => answer.headers.get("ETag") ?? "none";
  let tag = tagOf(await ask(path));
  const again = () => ask(path, { headers: { "If-None-Match": tag } });
  return {
    async isSame() {
      const answer = await again();
      assertIs(answer.status, 304, `${path} has changed`);
      assertIs(tagOf(answer), tag);
      assertIs(await answer.text(), "");
    },
    async isOther() {
      const answer = await again();
      assertIs(answer.status, 200, `${path} has not changed`);
      tag = tagOf(answer);
    },
  };
}
