/**
 * The keys of results that somebody was shown of late: who sees a result on a page may have its rows.
 *
 * @module
 */

/** Remembers keys by who was shown them. */
export interface SeenKeys {
  has(somebody: string, key: string): boolean;
  /** Returns who was shown a key. */
  whoSaw(key: string): readonly string[];
  /** Remembers the keys of the outputs in an answer, such as the view of a notebook. */
  learn(somebody: string, answer: unknown): void;
}

/** Those that were shown something longest ago are forgotten first. */
const MOST_PEOPLE = 1000;
const MOST_KEYS = 1000;

/** Makes an empty memory. */
export function createSeenKeys(): SeenKeys {
  const people = new Map<string, Set<string>>();

  return {
    has: (somebody, key) => people.get(somebody)?.has(key) ?? false,
    whoSaw: (key) => [...people].flatMap(([somebody, keys]) => keys.has(key) ? [somebody] : []),

    learn(somebody, answer) {
      const keys = keysIn(answer);
      if (keys.length === 0) return;
      const known = people.get(somebody) ?? new Set();
      people.delete(somebody);
      people.set(somebody, known);
      for (const key of keys) {
        known.delete(key);
        known.add(key);
      }
      for (const key of known) {
        if (known.size <= MOST_KEYS) break;
        known.delete(key);
      }
      const [oldest] = people.keys();
      if (people.size > MOST_PEOPLE) people.delete(oldest);
    },
  };
}

/** Returns the keys of what a view, a link's view, or a cell shows. */
function keysIn(answer: unknown): readonly string[] {
  if (typeof answer !== "object" || answer === null) return [];
  const { view, blocks, output } = answer as { // read as far as it is there
    readonly view?: unknown;
    readonly blocks?: unknown;
    readonly output?: { readonly key?: unknown } | null;
  };
  if (view !== undefined) return keysIn(view);
  if (Array.isArray(blocks)) return blocks.flatMap(({ cell }) => keysIn(cell));
  return typeof output?.key === "string" ? [output.key] : [];
}
