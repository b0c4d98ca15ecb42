/**
 * Lays out the graph of cells beside their list: a row a cell, in the order of the page, and
 * rails on which the edges run from parent to child.
 *
 * A child stands on the rail of its first parent where nothing else has come between, else on
 * the first rail that is free over its way.
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

/** Lays out the rows; a parent that is not among them is left out, and one that another leads to. */
export function layRails(given: readonly RailRow[]): Rails {
  const rows = withoutDetours(given);
  const rowOf = new Map(rows.flatMap((row, index) => row === null ? [] : [[row.name, index]]));
  const taken: Stretch[] = [];
  const nodes = new Map<string, RailNode>();
  const isFree = ({ rail, first, last }: Stretch) =>
    taken.every((other) => other.rail !== rail || other.last < first || other.first > last);
  const firstFree = (first: number, last: number, wanted = 0) => {
    for (const rail of [wanted, ...rows.keys()]) {
      if (isFree({ rail, first, last })) return rail;
    }
    return rows.length;
  };
  const edges: RailEdge[] = [];
  for (const [row, cell] of rows.entries()) {
    if (cell === null) continue;
    const parents = cell.parents.flatMap((name) => nodes.get(name) ?? []);
    const [main, ...others] = parents;
    const rail = main === undefined ? firstFree(row, row) : firstFree(main.row + 1, row, main.rail);
    const node = { name: cell.name, row, rail };
    nodes.set(cell.name, node);
    taken.push({ rail, first: main === undefined ? row : main.row + 1, last: row });
    if (main !== undefined) edges.push({ from: main, to: node, rail });
    for (const other of others) {
      const way = other.row + 1 === row ? rail : firstFree(other.row + 1, row - 1, other.rail);
      if (other.row + 1 < row) taken.push({ rail: way, first: other.row + 1, last: row - 1 });
      edges.push({ from: other, to: node, rail: way });
    }
  }
  // A parent below its child: its edge leads up, and is known only now.
  for (const [row, cell] of rows.entries()) {
    for (const parent of cell?.parents ?? []) {
      const from = nodes.get(parent);
      const to = cell === null ? undefined : nodes.get(cell.name);
      if (from === undefined || to === undefined || (rowOf.get(parent) ?? row) <= row) continue;
      const way = firstFree(row + 1, from.row - 1, to.rail);
      taken.push({ rail: way, first: row + 1, last: from.row - 1 });
      edges.push({ from, to, rail: way });
    }
  }
  const used = [...nodes.values(), ...edges].map(({ rail }) => rail);
  return { nodes: [...nodes.values()], edges, count: Math.max(0, ...used) + 1 };
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
