import type { OutlineEntry } from "./outline.ts";
import { layRails, type RailEdge, type RailNode } from "./rails.ts";
import { statusWords } from "@/lib/workspace/notebooks/status_words.ts";

/** Pixels: a row of the list, and from one rail to the next. */
const ROW = 28;
const GAP = 10;

/** The headings and cells of a notebook, with the graph of the cells and their states beside them. */
export function OutlineView({ entries }: { readonly entries: readonly OutlineEntry[] }) {
  const rails = layRails(entries.map((entry) => entry.type === "cell" ? entry : null));
  const states = new Map(
    entries.flatMap((entry) => entry.type === "cell" ? [[entry.name, entry.status.state]] : []),
  );
  const width = rails.count * GAP + 4;
  return (
    <div class="outline-rows" style={{ paddingLeft: `${width + 8}px` }}>
      <svg
        class="graph"
        aria-hidden="true"
        width={width}
        height={entries.length * ROW}
        viewBox={`0 0 ${width} ${entries.length * ROW}`}
      >
        {rails.edges.map((edge, index) => <path key={index} class="edge" d={edgePath(edge)} />)}
        {rails.nodes.map((node) => (
          <NodeSign key={node.name} node={node} state={states.get(node.name) ?? "fresh"} />
        ))}
      </svg>
      <ol>
        {entries.map((entry) =>
          entry.type === "heading"
            ? (
              <li key={entry.id} class={`depth-${Math.min(entry.depth, 3)}`}>
                <a href={`#${entry.id}`}>{entry.text}</a>
              </li>
            )
            : <CellRow key={entry.name} entry={entry} />
        )}
      </ol>
    </div>
  );
}

function CellRow({ entry }: { readonly entry: Extract<OutlineEntry, { type: "cell" }> }) {
  const { word } = statusWords(entry.status);
  return (
    <li class={`to-cell ${entry.status.state}`}>
      <a href={`#cell-${entry.name}`} title={word === "" ? entry.name : `${entry.name}: ${word}`}>
        {entry.name} <span class="kind">{entry.title}</span>
        {word !== "" && <span class="unseen">, {word}</span>}
        {entry.parents.length > 0 && <span class="unseen">, reads {entry.parents.join(", ")}</span>}
      </a>
    </li>
  );
}

function x(rail: number): number {
  return rail * GAP + 8.5;
}

function y(row: number): number {
  return row * ROW + ROW / 2;
}

/** Runs on its rail, and bends within one row at either end; to the next row it takes no rail. */
function edgePath({ from, to, rail }: RailEdge): string {
  const down = to.row > from.row ? 1 : -1;
  const [start, end] = [y(from.row), y(to.row)];
  const leave = start + down * ROW;
  const arrive = end - down * ROW;
  const bend = (from: number, until: number, at: readonly [number, number]) =>
    `C${x(from)},${(at[0] + at[1]) / 2} ${x(until)},${(at[0] + at[1]) / 2} ${x(until)},${at[1]}`;
  let path = `M${x(from.rail)},${start}`;
  if (leave === end) {
    return from.rail === to.rail ? `${path}V${end}` : path + bend(from.rail, to.rail, [start, end]);
  }
  if (rail !== from.rail) path += bend(from.rail, rail, [start, leave]);
  if (rail !== to.rail) path += `V${arrive}${bend(rail, to.rail, [arrive, end])}`;
  return `${path}V${end}`;
}

/** Each state has its own shape, so that it needs no colour. */
function NodeSign({ node, state }: { readonly node: RailNode; readonly state: string }) {
  const [cx, cy] = [x(node.rail), y(node.row)];
  return (
    <g class={`node ${state}`} data-node={node.name}>
      <circle cx={cx} cy={cy} r={state === "fresh" ? 3.5 : 4.5} />
      {state === "failed" && <path d={`M${cx - 2},${cy - 2}l4,4m0,-4l-4,4`} />}
      {state === "disabled" && <path d={`M${cx - 3},${cy + 3}l6,-6`} />}
    </g>
  );
}
