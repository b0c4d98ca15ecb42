/**
 * The processes that judge events: one or two for small files, which are soon free again, and one
 * for large ones.
 *
 * @module
 */
import { createLazyPool } from "@/lib/process/lazy_pool.ts";
import type { Pool } from "@/lib/process/pool.ts";
import type { Open } from "@/lib/read/feeder.ts";
import type { FileAsked } from "./file_asked.ts";
import { type ApartEvent, JUDGE_ENTRY, judgeApart, judgeBytes } from "./judge_apart.ts";

/** Up to so many bytes are small. */
const SMALL_BYTES = 4_000_000;
const IDLE_MILLISECONDS = 60_000;
/**
 * On two processors one is enough: receiving and storing take the other. A second one, which is slow
 * while it has just started, took what the first requests are stored with, and 80 MB.
 */
const SMALL_PROCESSES = navigator.hardwareConcurrency > 2 ? 2 : 1;

/**
 * As readers are started: the younger space is small, so that buffers are let go soon. A heap that may
 * become large grows in large steps: with a fraction of what it may have a child of many events takes a
 * fifth less memory.
 */
const V8_FLAGS = ["--max-semi-space-size=2", "--max-old-space-size=512"];

/** A file to judge. */
export interface JudgedFile {
  /** Bytes in all. */
  readonly length: number;
  /** All of them, where they are at hand; given away. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly open: Open;
}

/** Judges files, each by a process that has no rights. */
export class Judges implements AsyncDisposable {
  readonly #small: Pool;
  readonly #large: Pool;

  constructor() {
    const options = { v8Flags: V8_FLAGS, idleMilliseconds: IDLE_MILLISECONDS };
    this.#small = createLazyPool(JUDGE_ENTRY, { ...options, size: SMALL_PROCESSES });
    this.#large = createLazyPool(JUDGE_ENTRY, { ...options, size: 1 });
  }

  /** Judges a file once a process is free; `take` has it until it is done. @throws AppError as `judgeApart` */
  async judge<T>(
    { length, bytes, open }: JudgedFile,
    how: { readonly asked: FileAsked; readonly signal: AbortSignal },
    take: (events: AsyncIterable<ApartEvent>) => Promise<T>,
  ): Promise<T> {
    const pool = length > SMALL_BYTES ? this.#large : this.#small;
    return await pool.lend(
      (child) =>
        take(bytes === null ? judgeApart(child, open, how) : judgeBytes(child, bytes, how)),
      how.signal,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#small.close(), this.#large.close()]);
  }
}
