/**
 * Does together what many ask for at a time.
 *
 * Who asks alone waits for nobody; those who ask while something is done are the next ones together. Where
 * that fails each is done alone, so that nobody is refused for another's sake.
 *
 * @module
 */

/** How what is asked for is done. */
export interface GatheringOptions<Asked, Answer> {
  /** Does it for all of some, all or nothing; answers in their order. */
  readonly together: (asked: readonly Asked[]) => Promise<readonly Answer[]>;
  /** Does it for one. */
  readonly alone: (asked: Asked) => Promise<Answer>;
  /** So many of those who wait go together; one at least. */
  readonly count: (waiting: readonly Asked[]) => number;
}

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who ask. */
export class Gathering<Asked, Answer> {
  readonly #options: GatheringOptions<Asked, Answer>;
  #waiting: Waiting<Asked, Answer>[] = [];
  #isRunning = false;

  constructor(options: GatheringOptions<Asked, Answer>) {
    this.#options = options;
  }

  /** Answers once it is done, in the order of the calls. Rejects as `alone` does. */
  ask(asked: Asked): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ asked, resolve, reject });
    if (!this.#isRunning) this.#run();
    return promise;
  }

  /** Goes on until nobody waits; throws nothing, since each is told by its own promise. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#waiting.length > 0) {
        const count = this.#options.count(this.#waiting.map(({ asked }) => asked));
        const next = this.#waiting.splice(0, Math.max(1, count));
        const isDone = next.length > 1 && await this.#together(next);
        if (!isDone) { for (const one of next) await this.#alone(one); }
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #together(group: readonly Waiting<Asked, Answer>[]): Promise<boolean> {
    try {
      const answers = await this.#options.together(group.map(({ asked }) => asked));
      group.forEach(({ resolve }, i) => resolve(answers[i]));
      return true;
    } catch {
      // Whose fault it was shows when each is done alone.
      return false;
    }
  }

  async #alone({ asked, resolve, reject }: Waiting<Asked, Answer>): Promise<void> {
    try {
      resolve(await this.#options.alone(asked));
    } catch (error) {
      reject(error);
    }
  }
}
