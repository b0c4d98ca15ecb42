/**
 * One computation a key, whoever asks first: within a run, and among the runs that share this.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { Interruption } from "@/lib/process/interruption.ts";
import type { Key } from "./keys.ts";
import type { StoredResult } from "./result.ts";

/** How a result is asked for. */
export interface FlightOptions {
  /** Of who asks, not of who computes. */
  readonly signal: AbortSignal;
  readonly compute: () => Promise<StoredResult>;
}

/** Computations that are under way, and those that ended while a run was that may ask for them. */
export class Flights {
  readonly #flights = new Map<Key, Promise<StoredResult>>();
  readonly #computed: (result: StoredResult) => void;
  #runs = 0;

  /** `computed` is told of each result, once. */
  constructor(computed: (result: StoredResult) => void = () => {}) {
    this.#computed = computed;
  }

  /** Holds what is computed from now on until the run ends: its plan does not know of it. */
  enter(): Disposable {
    this.#runs++;
    return {
      [Symbol.dispose]: () => {
        if (--this.#runs === 0) this.#flights.clear();
      },
    };
  }

  /**
   * Returns a key's result, computed at most once. Where whoever computes it is cancelled, the
   * next who waits for it does.
   */
  async take(key: Key, { signal, compute }: FlightOptions): Promise<StoredResult> {
    for (;;) {
      const flight = this.#flights.get(key);
      if (flight === undefined) return await this.#begin(key, compute);
      try {
        return await orAborted(flight, signal);
      } catch (error) {
        const isCancelled = error instanceof AppError && error.code === "CANCELLED";
        if (signal.aborted || !isCancelled) throw error;
      }
    }
  }

  async #begin(key: Key, compute: () => Promise<StoredResult>): Promise<StoredResult> {
    const flight = compute();
    this.#flights.set(key, flight);
    try {
      const result = await flight;
      this.#computed(result);
      return result;
    } catch (error) {
      this.#flights.delete(key);
      throw error;
    }
  }
}

/** Waits no longer than until the signal aborts. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const interruption = new Interruption();
  const stop = () => interruption.interrupt(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await interruption.over(promise);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
