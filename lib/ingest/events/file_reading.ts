/**
 * What one reading of a file found: of the rows whose sources are in one zone.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";
import { BadRows } from "./bad_rows.ts";
import type { Event, EventRejection } from "./event.ts";
import type { Judged } from "./judge_rows.ts";

/** So many events of a file, and as many rejections, are kept while it is judged. */
export const HELD_ROWS = 20_000;

/** A reading that goes on; what it found counts once it is done. */
export class FileReading {
  readonly zone: string;
  /** So many times the reader began. */
  begins = 0;
  good = 0;
  bad = new BadRows();
  facts: FileFacts | null = null;
  #events: Event[] = [];
  #rejections: EventRejection[] = [];
  #isHeld: boolean;

  /** `isHeld` says whether there is room for its events. */
  constructor(zone: string, isHeld: boolean) {
    this.zone = zone;
    this.#isHeld = isHeld;
  }

  /** Its events and rejections; `null` where there are too many to keep. */
  get held():
    | { readonly events: readonly Event[]; readonly rejections: readonly EventRejection[] }
    | null {
    return this.#isHeld ? { events: this.#events, rejections: this.#rejections } : null;
  }

  /** Takes what was judged. */
  take(judged: Judged): void {
    switch (judged.type) {
      case "begin":
        this.begins++;
        this.good = 0;
        this.bad = new BadRows();
        this.#events = [];
        this.#rejections = [];
        break;
      case "rows":
        this.good += judged.good;
        this.bad.add(judged.rejections);
        this.#hold(judged.events, judged.rejections);
        break;
      case "done":
        break;
    }
  }

  #hold(events: readonly Event[], rejections: readonly EventRejection[]): void {
    if (!this.#isHeld) return;
    this.#events = this.#events.concat(events);
    this.#rejections = this.#rejections.concat(rejections);
    this.#isHeld = Math.max(this.#events.length, this.#rejections.length) <= HELD_ROWS;
    if (!this.#isHeld) [this.#events, this.#rejections] = [[], []];
  }
}
