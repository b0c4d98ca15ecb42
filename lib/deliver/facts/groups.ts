/**
 * Merges groups that rest on few rows, so that no figure tells of one person.
 *
 * @module
 */

import type { GroupSizes } from "@/lib/steps/summary/writer.ts";

/** Groups that may be told, and the sum of the rest; `null` where nothing or too little is left. */
export interface KeptGroups {
  readonly kept: ReadonlyMap<string, number>;
  readonly merged: number | null;
}

/**
 * Keeps the amounts of groups with `smallest` rows or more. Merged ones are at least two and have as many rows
 * together, or the next smallest group joins them: one alone would be the total without the others.
 */
export function keepLarge(
  amounts: ReadonlyMap<string, number>,
  sizes: GroupSizes,
  smallest: number,
): KeptGroups {
  const sizeOf = (member: string) => Object.hasOwn(sizes, member) ? sizes[member] : 0;
  const ascending = [...amounts.keys()].toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const small = new Set(ascending.filter((member) => sizeOf(member) < smallest));
  const rows = () => [...small].reduce((sum, member) => sum + sizeOf(member), 0);
  for (const member of ascending) {
    if (small.size === 0 || (small.size > 1 && rows() >= smallest)) break;
    small.add(member);
  }
  const kept = new Map([...amounts].filter(([member]) => !small.has(member)));
  const isTold = small.size > 1 && rows() >= smallest;
  const sum = [...small].reduce((total, member) => total + (amounts.get(member) ?? 0), 0);
  return { kept, merged: isTold ? sum : null };
}
