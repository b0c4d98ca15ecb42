/**
 * Digests of files that were computed before, so that a file that did not change is not read
 * again for each plan.
 *
 * @module
 */

/** What changes when a file does. */
export interface FileStamp {
  readonly path: string;
  /** Size, time of the last change and number on its disk. */
  readonly stamp: string;
  /** Milliseconds since 1970; `null` where the system does not tell. */
  readonly changedAt: number | null;
}

/** A file that was written so shortly before may be written again without a new stamp. */
const FRESH_MILLISECONDS = 2000;

/** Files whose digests are kept. */
const KEPT = 10_000;

/** Keeps digests by path; one a workspace. */
export class FileDigests {
  readonly #known = new Map<string, { readonly stamp: string; readonly digest: string }>();

  /** Returns the digest of a file that is as it was, or `null`. */
  find({ path, stamp }: FileStamp): string | null {
    const known = this.#known.get(path);
    return known?.stamp === stamp ? known.digest : null;
  }

  /** Keeps what was computed just now. */
  keep({ path, stamp, changedAt }: FileStamp, digest: string): void {
    this.#known.delete(path);
    if (changedAt === null || Date.now() - changedAt < FRESH_MILLISECONDS) return;
    this.#known.set(path, { stamp, digest });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}
