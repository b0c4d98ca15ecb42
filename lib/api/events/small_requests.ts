/**
 * Hands small requests on a few at a time: what a hundred clients send at once would else keep this
 * process, and the next, from whatever anybody else asks.
 *
 * A body is read before it is handed on, and who sends slowly gives up its turn meanwhile: nobody waits
 * for another's line. A large body, or one of unknown length, goes on as it comes.
 *
 * @module
 */
import { Turns } from "@/lib/turns.ts";

/** Larger bodies are not small. */
const SMALL_BYTES = 1 << 18;
/** More of all is not held at a time: what comes then goes on as it comes. */
const HELD_BYTES = 1 << 24;
/** A body that has not come by then is slow. */
const PATIENCE_MILLISECONDS = 100;

/** The bytes of a body. */
export type BodyBytes = AsyncIterable<Uint8Array<ArrayBuffer>>;

/** What is known of who sends: `signal` aborts when nobody waits for the answer any more. */
export interface Sender {
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/** What the requests of a process share. */
export class SmallRequests {
  readonly #turns: Turns;
  #held = 0;

  /** Hands on so many at a time. */
  constructor(atATime: number) {
    this.#turns = new Turns(atATime);
  }

  /**
   * Hands on what a request brings, once its turn has come where it is small.
   *
   * @throws what reading the body throws, and the signal's reason where that aborts before its turn
   */
  async hand<T>(
    { headers, signal }: Sender,
    bytes: BodyBytes,
    work: (bytes: BodyBytes) => Promise<T>,
  ): Promise<T> {
    const length = lengthOf(headers);
    if (length === null || length > SMALL_BYTES || this.#held + length > HELD_BYTES) {
      return await work(bytes);
    }
    this.#held += length;
    try {
      const first = await this.#turns.take(signal, async () => {
        const reading = Array.fromAsync(bytes);
        const chunks = await soon(reading);
        return chunks === null
          ? { type: "slow", reading } as const
          : { type: "done", answer: await work(ReadableStream.from(chunks)) } as const;
      });
      if (first.type === "done") return first.answer;
      const chunks = await first.reading;
      return await this.#turns.take(signal, () => work(ReadableStream.from(chunks)));
    } finally {
      this.#held -= length;
    }
  }
}

/** Returns what comes soon, else `null`. */
async function soon<T>(coming: Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([coming, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The length that a body is said to have, which no server reads beyond. */
function lengthOf(headers: Headers): number | null {
  const told = headers.get("Content-Length");
  return told === null || !/^\d{1,15}$/.test(told) ? null : Number(told);
}
