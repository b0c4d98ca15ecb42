/**
 * The events that plans were made of: a plan holds for as long as these are as they were.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { createEventSources } from "@/lib/notebook/sources/events.ts";
import type { EventsAsked, EventSources } from "@/lib/steps/sources.ts";

/** What was asked for, and what its digest was; `null` where there was no such source. */
export interface EventStamp {
  readonly asked: EventsAsked;
  readonly digest: string | null;
}

/** Tells what plans ask for. */
export class WatchedEvents {
  readonly #events: EventSources;

  constructor(database: Database) {
    this.#events = createEventSources(() => Promise.resolve(database));
  }

  /** Returns the events; `seen` is told of all that is asked for. */
  watch(seen: (stamp: EventStamp) => void): EventSources {
    return {
      known: () => this.#events.known(),
      find: async (asked) => {
        try {
          const found = await this.#events.find(asked);
          seen({ asked, digest: found.digest });
          return found;
        } catch (error) {
          seen({ asked, digest: null });
          throw error;
        }
      },
    };
  }

  /** Returns the digest that events have now; `null` where there is no such source. */
  async stamp(asked: EventsAsked): Promise<string | null> {
    try {
      return (await this.#events.find(asked)).digest;
    } catch (error) {
      if (error instanceof AppError && error.code === "NOT_FOUND") return null;
      throw error;
    }
  }
}
