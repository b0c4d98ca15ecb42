/**
 * A notebook as a link's reader gets it: what is shown, and nothing of how it is made.
 *
 * Left out are the bodies of cells (connections, queries, paths), all of load cells but that they
 * are there (file names, raw values as evidence), disabled cells, sql cells that others build on,
 * columns that no block shows, problems (they quote bodies and paths), reasons to wait, edges,
 * revisions, tags, the notebook's id, and of a parameter that the reader may not set every value
 * but the one it has. The shape stays that of a view, so that the same components draw it.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type {
  BlockView,
  CellOutput,
  CellStatus,
  CellView,
  GivenParameters,
  NotebookView,
  ParameterView,
} from "@/lib/workspace/notebooks/notebook_view.ts";
import { isResult } from "@/lib/workspace/notebooks/is_result.ts";
import { beginWith } from "./begin_with.ts";

/** What a link says of parameters. */
export interface ReaderParameters {
  /** Those that the reader may set. */
  readonly settable: readonly string[];
  /** What the link begins with: for its reader these are the defaults. */
  readonly begins: GivenParameters;
}

/** Returns what a reader may see of a view. */
export function readerView(
  view: NotebookView,
  { settable, begins }: ReaderParameters,
): NotebookView {
  const cells = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  return {
    id: "",
    title: view.title,
    description: view.description,
    tags: [],
    revision: 0,
    canUndo: false,
    canRedo: false,
    formats: [],
    parameters: view.parameters.map((one) =>
      settable.includes(one.name) ? beginWith(one, begins) : fixed(one)
    ),
    blocks: view.blocks.flatMap((block) => readerBlock(block, cells)),
    problems: [],
    eventId: "",
    waitsForGrants: false,
  };
}

function readerBlock(block: BlockView, cells: readonly CellView[]): readonly BlockView[] {
  if (block.type === "prose") return [block];
  const { cell, index } = block;
  if (cell.status.state === "disabled") return [];
  // Only here is it known that others build on it, which its rows are then for.
  if (cell.kind === "sql" && !isResult(cell, cells)) return [];
  return [{ type: "cell", index, cell: readerCell(cell) }];
}

function readerCell({ name, kind, title, status, output }: CellView): CellView {
  return {
    name,
    kind,
    title,
    parents: [],
    status: readerStatus(status),
    text: "",
    output: output === null || kind === "load" ? null : readerOutput(output, kind),
    problems: [],
    schema: null,
    automatic: false,
  };
}

function readerStatus(status: CellStatus): CellStatus {
  switch (status.state) {
    case "waiting":
      return { state: "waiting", reason: "" };
    case "running":
      return { ...status, progress: null };
    case "fresh":
    case "stale":
    case "queued":
    case "failed":
    case "disabled":
      return status;
  }
}

/** Drawings are found by the place of their block, so no block may go. */
function readerOutput(output: CellOutput, kind: string): CellOutput {
  return { ...output, blocks: output.blocks.map((block) => readerOutputBlock(block, kind)) };
}

/** Who wrote a summary may be known; what a model was sent and what was dropped is its author's. */
function readerOutputBlock(block: Block, kind: string): Block {
  if (block.type === "details" && kind === "summary") {
    return { type: "text", paragraphs: [[{ kind: "plain", text: block.summary }]] };
  }
  return block.type === "problems" ? { type: "text", paragraphs: [] } : block;
}

/** A locked parameter has one value: the others may be of somebody else. */
function fixed({ name, declaration, value }: ParameterView): ParameterView {
  return {
    name,
    declaration: { type: "text", title: declaration.title, default: value },
    value,
    given: true,
    choices: [],
    problem: null,
  };
}
