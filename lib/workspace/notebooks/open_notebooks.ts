/**
 * The notebooks in memory.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ToldEvent } from "./events.ts";
import { OpenNotebook, type Shared } from "./open_notebook.ts";
import { cancelRuns } from "./runs.ts";

/** Notebooks that stay in memory though nobody has them open. */
const KEPT = 64;

/** Brings notebooks into memory and lets those go that were used longest ago. */
export class OpenNotebooks {
  readonly #shared: Shared;
  readonly #open = new Map<string, Promise<OpenNotebook>>();
  readonly #loaded = new Map<string, OpenNotebook>();

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<OpenNotebook> {
    const known = this.#open.get(id) ?? this.#load(id);
    this.#open.delete(id);
    this.#open.set(id, known);
    const open = await known;
    this.#evict();
    return open;
  }

  /** Returns a notebook that is in memory, or `null`. */
  async find(id: string): Promise<OpenNotebook | null> {
    return await this.#open.get(id)?.catch(() => null) ?? null;
  }

  /** Takes a notebook out of memory, and ends who follows it. */
  forget(id: string): void {
    this.#loaded.get(id)?.feed.close();
    this.#loaded.delete(id);
    this.#open.delete(id);
  }

  /** Gives what happens to a notebook; who asks for the next event meets NOT_FOUND. */
  follow(id: string, after: string | null): AsyncIterable<ToldEvent> {
    return {
      // No generator: who leaves while nothing happens would be kept until something does.
      [Symbol.asyncIterator]: () => {
        const following = this.get(id).then((open) => open.feed.follow(after));
        following.catch(() => {}); // Who asks for the next event is told.
        return {
          next: async () => await (await following).next(),
          return: async () => await (await following).return(),
        };
      },
    };
  }

  /** Stops all that runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#loaded.values()].map(async (open) => {
      await cancelRuns(open);
      open.feed.close();
    }));
  }

  #load(id: string): Promise<OpenNotebook> {
    const loading = OpenNotebook.load(id, this.#shared).then((open) => {
      this.#loaded.set(id, open);
      return open;
    });
    loading.catch((error) => {
      if (this.#open.get(id) === loading) this.#open.delete(id);
      if (!(error instanceof AppError)) {
        this.#shared.services.log.error("notebook.error", { error });
      }
    });
    return loading;
  }

  #evict(): void {
    for (const id of this.#open.keys()) {
      if (this.#open.size <= KEPT) return;
      if (this.#loaded.get(id)?.idle === true) this.forget(id);
    }
  }
}
