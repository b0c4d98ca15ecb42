/**
 * What a load tells of its result.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";

export interface LoadFacts {
  readonly file: FileFacts;
  /** SHA-256 of the bytes. */
  readonly digest: string;
  readonly bytes: number;
}
