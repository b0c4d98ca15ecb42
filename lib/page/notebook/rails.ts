/**
 * Lays out the graph of cells beside their list: a row a cell, in the order of the page, and
 * rails on which the edges run from parent to child.
 *
 * All ways from a parent share a rail, which its last child ends on; where a cell has many
 * parents, as a summary has, the ways into it share one instead, to the right of them all.
 *
 * Cost: O(edges × rows).
 *
 * @module
 */

/** A row of the list; headings have a row and no cell. */
export type RailRow = { readonly name: string; readonly parents: readonly string[] } | null;

/** Where a cell stands. */
export interface RailNode {
  readonly name: string;
  readonly row: number;
  /** From 0, at the left. */
  readonly rail: number;
}

/** The way from a parent to a child: on `rail`, between their rows. */
export interface RailEdge {
  readonly from: RailNode;
  readonly to: RailNode;
  readonly rail: number;
}

/** A graph that is ready to be drawn. */
export interface Rails {
  readonly nodes: readonly RailNode[];
  readonly edges: readonly RailEdge[];
  readonly count: number;
}

interface Stretch {
  readonly rail: number;
  readonly first: number;
  readonly last: number;
}

/** From so many parents on, the ways into a cell share a rail. */
const MANY_PARENTS = 3;

/** Lays out the rows; a parent that is not among them is left out, and one that another leads to. */
export function layRails(given: readonly RailRow[]): Rails {
  const links = linksOf(withoutDetours(given));
  const lastChildren = lastChildrenOf(links);
  const taken: Stretch[] = [];
  const isFree = ({ rail, first, last }: Stretch) =>
    taken.every((other) => other.rail !== rail || other.last < first || other.first > last);

  /** Takes the rail that is wanted, or else the first from `least` on that is free. */
  function take(first: number, last: number, { wanted, least = 0 }: Wish): number {
    let rail = wanted ?? least;
    if (!isFree({ rail, first, last })) {
      rail = least;
      while (!isFree({ rail, first, last })) rail++;
    }
    taken.push({ rail, first, last });
    return rail;
  }

  const nodes = new Map<number, RailNode>();
  const trunks = new Map<number, number>();
  for (const [row, cell] of given.entries()) {
    if (cell === null) continue;
    const ending = links.find(({ from, to, isGathered }) =>
      to === row && from < row && !isGathered && lastChildren.get(from) === row
    );
    const rail = take(row, row, { wanted: ending && trunks.get(ending.from) });
    nodes.set(row, { name: cell.name, row, rail });
    const last = lastChildren.get(row);
    if (last !== undefined) trunks.set(row, take(row + 1, last - 1, { wanted: rail }));
  }

  const edges: RailEdge[] = [];
  const gathering = new Map<number, number>();
  for (const { from: parent, to: child, isGathered } of links) {
    const [from, to] = [nodes.get(parent), nodes.get(child)];
    if (from === undefined || to === undefined) continue;
    if (parent > child) {
      // Its edge leads up, past all that stands by now.
      edges.push({ from, to, rail: take(child + 1, parent - 1, { wanted: to.rail }) });
      continue;
    }
    if (isGathered && !gathering.has(child)) {
      const parents = links.filter((link) => link.to === child && link.from < child)
        .flatMap((link) => nodes.get(link.from) ?? []);
      const least = 1 + Math.max(...parents.map(({ rail }) => rail));
      const first = 1 + Math.min(...parents.map(({ row }) => row));
      gathering.set(child, take(first, child - 1, { least }));
    }
    const rail = isGathered ? gathering.get(child) : trunks.get(parent);
    edges.push({ from, to, rail: rail ?? from.rail });
  }
  const used = [...nodes.values(), ...edges].map(({ rail }) => rail);
  return { nodes: [...nodes.values()], edges, count: Math.max(0, ...used) + 1 };
}

interface Wish {
  readonly wanted?: number;
  readonly least?: number;
}

/** The rows of a parent and a child. */
interface Link {
  readonly from: number;
  readonly to: number;
  /** Whether the way shares the rail into the child, not the one from the parent. */
  readonly isGathered: boolean;
}

function linksOf(rows: readonly RailRow[]): readonly Link[] {
  const rowOf = new Map(rows.flatMap((row, index) => row === null ? [] : [[row.name, index]]));
  return rows.flatMap((row, to) => {
    const parents = (row?.parents ?? []).flatMap((name) => rowOf.get(name) ?? [])
      .filter((from) => from !== to);
    const above = parents.filter((from) => from < to).length;
    return parents.map((from) => ({ from, to, isGathered: from < to && above >= MANY_PARENTS }));
  });
}

/** Returns, by the row of a parent, where the rail from it ends. */
function lastChildrenOf(links: readonly Link[]): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  for (const { from, to, isGathered } of links) {
    if (to > from && !isGathered) last.set(from, Math.max(to, last.get(from) ?? to));
  }
  return last;
}

/** Leaves out parents that are parents of another parent: the way through that one says as much. */
function withoutDetours(rows: readonly RailRow[]): readonly RailRow[] {
  const parentsOf = new Map(rows.flatMap((row) => row === null ? [] : [[row.name, row.parents]]));
  const above = new Map<string, ReadonlySet<string>>();
  function allAbove(name: string): ReadonlySet<string> {
    const known = above.get(name);
    if (known !== undefined) return known;
    const found = new Set<string>();
    // Kept before it is complete, so that a cycle ends here.
    above.set(name, found);
    for (const parent of parentsOf.get(name) ?? []) {
      found.add(parent);
      for (const other of allAbove(parent)) found.add(other);
    }
    return found;
  }
  return rows.map((row) =>
    row === null ? null : {
      name: row.name,
      parents: row.parents.filter((parent) =>
        !row.parents.some((other) => other !== parent && allAbove(other).has(parent))
      ),
    }
  );
}
