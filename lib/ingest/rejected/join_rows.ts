/**
 * Puts rejections beside the rows that they are of: both come in the order of lines.
 *
 * Where several rows share a line, a rejection is that of the first row that holds what it names.
 *
 * Cost: O(rows + rejections) time, memory of what is rejected of a line, and of so much at most.
 *
 * @module
 */
import type { EventRejection } from "@/lib/ingest/events/event.ts";
import { markOf } from "./marks.ts";
import type { SentRow } from "./sent_row.ts";

/** A row with all that was rejected of it; `row` is `null` where it was not found. */
export interface RejectedRow {
  readonly row: SentRow | null;
  readonly rejections: readonly [EventRejection, ...EventRejection[]];
}

/** So many that were taken are no burden. */
const FEW_TAKEN = 64;

/** So many rejections of one line wait for their rows: more than come of the rows of a batch. */
const MOST_WAITING = 20_000;

/** Gives the rows of which something was rejected, and what was rejected of rows that are not there. */
export async function* joinRows(
  rows: AsyncIterable<SentRow>,
  rejections: AsyncIterable<EventRejection>,
): AsyncGenerator<RejectedRow> {
  const waiting = new Waiting(rejections[Symbol.asyncIterator]());
  for await (const row of rows) {
    yield* waiting.before(row.line);
    const found = row.marks === null
      ? await waiting.all(row.line)
      : await waiting.marked(row.line, row.marks);
    const [first, ...others] = found;
    if (first !== undefined) yield { row, rejections: [first, ...others] };
  }
  yield* waiting.before(Infinity);
}

/** Rejections that name the same, the first one first: thousands may wait, of which none is moved. */
class Queue {
  #all: EventRejection[];
  #at = 0;

  constructor(first: EventRejection) {
    this.#all = [first];
  }

  add(one: EventRejection): void {
    this.#all.push(one);
  }

  /** Takes the first one, which is there. */
  take(): EventRejection {
    const first = this.#all[this.#at++];
    if (this.#at > FEW_TAKEN && this.#at * 2 > this.#all.length) {
      this.#all = this.#all.slice(this.#at);
      this.#at = 0;
    }
    return first;
  }

  get isEmpty(): boolean {
    return this.#at === this.#all.length;
  }

  rest(): readonly EventRejection[] {
    return this.#all.slice(this.#at);
  }
}

class Waiting {
  readonly #rejections: AsyncIterator<EventRejection>;
  #next: EventRejection | null = null;
  #isDone = false;
  #line = 0;
  readonly #ofLine = new Map<string, Queue>();
  #count = 0;

  constructor(rejections: AsyncIterator<EventRejection>) {
    this.#rejections = rejections;
  }

  /** Those of earlier lines, whose rows did not come. */
  async *before(line: number): AsyncGenerator<RejectedRow> {
    if (this.#line < line) {
      for (const lost of this.#takeAll()) yield { row: null, rejections: [lost] };
    }
    for (let next; (next = await this.#peek()) !== null && next.line < line;) {
      this.#next = null;
      yield { row: null, rejections: [next] };
    }
  }

  async all(line: number): Promise<readonly EventRejection[]> {
    const found = [...this.#takeAll()];
    for (let next; (next = await this.#peek())?.line === line;) {
      if (next !== null) found.push(next);
      this.#next = null;
    }
    return found;
  }

  async marked(line: number, marks: readonly string[]): Promise<readonly EventRejection[]> {
    this.#line = line;
    for (let next; this.#count < MOST_WAITING && (next = await this.#peek())?.line === line;) {
      if (next === null) break;
      const mark = markOf(next.column, next.value);
      const same = this.#ofLine.get(mark);
      if (same === undefined) this.#ofLine.set(mark, new Queue(next));
      else same.add(next);
      this.#count++;
      this.#next = null;
    }
    return marks.flatMap((mark) => {
      const same = this.#ofLine.get(mark);
      if (same === undefined) return [];
      this.#count--;
      const found = same.take();
      if (same.isEmpty) this.#ofLine.delete(mark);
      return [found];
    });
  }

  *#takeAll(): Generator<EventRejection> {
    for (const same of this.#ofLine.values()) yield* same.rest();
    this.#ofLine.clear();
    this.#count = 0;
  }

  async #peek(): Promise<EventRejection | null> {
    if (this.#next === null && !this.#isDone) {
      const { value, done } = await this.#rejections.next();
      if (done) this.#isDone = true;
      else this.#next = value;
    }
    return this.#next;
  }
}
