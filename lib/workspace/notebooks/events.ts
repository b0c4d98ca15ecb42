/**
 * Tells what happens to a notebook to all who follow it.
 *
 * The last events stay in a ring. Who follows holds only its place in it, so one who reads
 * slowly costs nothing, and is told to begin anew once the ring has passed it.
 *
 * @module
 */
import type { WorkspaceEvent } from "./run_view.ts";

/** An event with its id, `boot:sequence`. */
export interface ToldEvent {
  readonly id: string;
  readonly event: WorkspaceEvent;
}

/** Events that are kept of one notebook. */
const KEPT = 1000;

/** The events of one notebook. */
export class EventFeed {
  readonly #boot: string;
  readonly #kept: WorkspaceEvent[] = [];
  readonly #followers = new Set<Follower>();
  /** The sequence number of the last event. */
  #last = 0;

  /** `boot` tells this life of the notebook in memory from every other. */
  constructor(boot: string) {
    this.#boot = boot;
  }

  get lastId(): string {
    return `${this.#boot}:${this.#last}`;
  }

  /** How many follow. */
  get followers(): number {
    return this.#followers.size;
  }

  tell(event: WorkspaceEvent): void {
    this.#last++;
    this.#kept.push(event);
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const follower of this.#followers) follower.wake();
  }

  /** Gives what came after an id, then what comes; begins with a reset where that is not known. */
  follow(after: string | null): Follower {
    const follower = new Follower(
      after === null ? this.#last : this.#placeOf(after),
      (place) => this.#after(place),
      () => this.#followers.delete(follower),
    );
    this.#followers.add(follower);
    return follower;
  }

  /** Ends every follower once he was told all; what comes next is told by another feed. */
  close(): void {
    for (const follower of [...this.#followers]) follower.finish();
  }

  /** `null` where the id is none of ours, or of an event that is no longer kept. */
  #placeOf(id: string): number | null {
    const [boot, sequence, ...rest] = id.split(":");
    const place = /^\d{1,15}$/.test(sequence ?? "") ? Number(sequence) : NaN;
    return boot === this.#boot && rest.length === 0 && place <= this.#last ? place : null;
  }

  #after(place: number | null): { readonly place: number; readonly told: ToldEvent } | null {
    const oldest = this.#last - this.#kept.length;
    if (place === null || place < oldest) {
      return { place: this.#last, told: { id: this.lastId, event: { type: "reset" } } };
    }
    if (place === this.#last) return null;
    const next = place + 1;
    const event = this.#kept[next - oldest - 1];
    return { place: next, told: { id: `${this.#boot}:${next}`, event } };
  }
}

type Result = IteratorResult<ToldEvent, undefined>;

/** One who follows, and has to be ended. Unlike a generator it can be ended while it waits. */
export class Follower implements AsyncIterableIterator<ToldEvent> {
  readonly #after: (place: number | null) => { place: number; told: ToldEvent } | null;
  readonly #leave: () => void;
  #place: number | null;
  #waiting: ((result: Result) => void)[] = [];
  #state: "following" | "finishing" | "ended" = "following";

  constructor(
    place: number | null,
    after: (place: number | null) => { place: number; told: ToldEvent } | null,
    leave: () => void,
  ) {
    this.#place = place;
    this.#after = after;
    this.#leave = leave;
  }

  next(): Promise<Result> {
    const result = this.#take();
    if (result !== null) return Promise.resolve(result);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hands on what came meanwhile, to who waits for it. */
  wake(): void {
    while (this.#waiting.length > 0) {
      const result = this.#take();
      if (result === null) return;
      this.#waiting.shift()?.(result);
    }
  }

  return(): Promise<Result> {
    this.#state = "ended";
    this.#leave();
    this.wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends it after the last event that is there. */
  finish(): void {
    if (this.#state === "following") this.#state = "finishing";
    this.#leave();
    this.wake();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): Result | null {
    const found = this.#state === "ended" ? null : this.#after(this.#place);
    if (found === null) {
      return this.#state === "following" ? null : { done: true, value: undefined };
    }
    this.#place = found.place;
    return { done: false, value: found.told };
  }
}
