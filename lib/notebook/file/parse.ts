/**
 * Reads a notebook file: its head, its cells, the prose between them, and all
 * that is wrong with its form. What a body means is checked by `readBody`.
 *
 * @module
 */
import { AppError, type Problem } from "@/lib/errors.ts";
import { type CellName, freeName, isName, NAME_RULE, parseCellName } from "@/lib/notebook/ids.ts";
import type { Block, Body, Cell, Notebook } from "@/lib/notebook/model.ts";
import { byPlace, problemAt } from "@/lib/notebook/place.ts";
import { readBodyLines } from "./body.ts";
import { type Fence, findFences } from "./fences.ts";
import { readHead } from "./head.ts";
import { readInfo } from "./info.ts";
import { findLineStarts, lineAndColumn, type LineStarts } from "./lines.ts";
import { problemOfFault } from "./problem.ts";
import type { YamlValue } from "./yaml.ts";

/** Longer files are refused before they are read. */
const MAX_NOTEBOOK_LENGTH = 4_000_000;

/** How a file is read. */
export interface ParseOptions {
  readonly fileName: string;
  /** The kinds of cells there are. */
  readonly kinds: readonly string[];
}

/** A notebook, and what is wrong with its form; cells with problems are in it all the same. */
export interface Parsed {
  readonly notebook: Notebook;
  readonly problems: readonly Problem[];
}

/**
 * Reads a notebook; any text is one.
 * @throws AppError BAD_NOTEBOOK where it is too long or too deeply nested to read.
 */
export function parseNotebook(text: string, options: ParseOptions): Parsed {
  if (text.length > MAX_NOTEBOOK_LENGTH) {
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot read ${JSON.stringify(options.fileName)} as a notebook has at most ` +
        `${MAX_NOTEBOOK_LENGTH} letters: current value is ${text.length}`,
    );
  }
  const lineStarts = findLineStarts(text);
  const { head, problems } = readHead(text, lineStarts, options.fileName);
  const offset = head.end;
  const reader: Reader = {
    text,
    lineStarts,
    options,
    bodyStart: offset,
    problems: [...problems],
  };
  findForbidden(reader);
  const firstLine = lineAndColumn(lineStarts, offset).line - 1;
  const drafts = findFences(text.slice(offset)).flatMap((fence) => {
    const moved = {
      ...fence,
      firstLine: fence.firstLine + firstLine,
      lastLine: fence.lastLine + firstLine,
    };
    const draft = readFence(moved, reader);
    return draft === null ? [] : [draft];
  });
  const notebook: Notebook = {
    fileName: options.fileName,
    text,
    lineStarts,
    head,
    blocks: blocksOf(text, offset, nameDrafts(drafts)),
  };
  const found = [...reader.problems, ...problemsOfCells(notebook, drafts)];
  return { notebook, problems: found.toSorted(byPlace) };
}

interface Reader {
  readonly text: string;
  readonly lineStarts: LineStarts;
  readonly options: ParseOptions;
  /** Where the head ends. */
  readonly bodyStart: number;
  readonly problems: Problem[];
}

interface Draft {
  readonly fence: Fence;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly name: string | null;
  readonly body: Body;
}

function findForbidden(reader: Reader): void {
  const at = reader.text.indexOf("\0");
  if (at === -1) return;
  report(reader, at, {
    message: "Cannot read the notebook as text holds no NUL character: current value is U+0000",
    remedy: "Save the file as UTF-8 text",
  });
}

function readFence(fence: Fence, reader: Reader): Draft | null {
  const { text, lineStarts, options } = reader;
  // The first line starts after a byte-order mark.
  const start = Math.max(lineStarts[fence.firstLine], reader.bodyStart);
  const info = readInfo(fence.info, options.kinds);
  if (info.type === "prose") return null;
  if (info.type === "wrong") {
    report(reader, start + fence.indent, info);
    return null;
  }
  if (!fence.closed) {
    report(reader, start, {
      message: `Cannot read the cell as its fence must be closed: current value is ${
        JSON.stringify(fence.info.slice(0, 60))
      }`,
      remedy: "Add a line of as many backquotes as open it below the cell",
    });
  }
  const { body, faults } = readBodyLines(text, lineStarts, {
    first: fence.firstLine + 1,
    end: fence.closed ? fence.lastLine : fence.lastLine + 1,
    indent: fence.indent,
  });
  for (const fault of faults) {
    reader.problems.push(problemOfFault(fault, body, {
      fileName: options.fileName,
      lineStarts,
      cell: info.name,
    }));
  }
  const end = lineStarts[fence.lastLine + 1] ?? text.length;
  return { fence, start, end, kind: info.kind, name: info.name, body };
}

/** Gives each cell a name; the first of a name keeps it, later ones get a free one. */
function nameDrafts(drafts: readonly Draft[]): readonly Cell[] {
  const told = new Set<string>(
    drafts.flatMap(({ name }) => name !== null && isName(name) ? [name] : []),
  );
  const used = new Set<string>();
  const nextNumbers = new Map<string, number>();
  return drafts.map(({ start, end, kind, name, body }) => {
    const own = name !== null && isName(name) && !used.has(name);
    const given = own ? parseCellName(name) : freeName(kind, { taken: told, nextNumbers });
    used.add(given);
    told.add(given);
    const { from, disabled } = readCommon(body);
    return {
      type: "cell",
      start,
      end,
      kind,
      name: given,
      named: name !== null,
      from: from === "wrong" ? null : from,
      disabled: disabled === true,
      body,
    };
  });
}

function problemsOfCells(notebook: Notebook, drafts: readonly Draft[]): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  const cells = notebook.blocks.filter((block) => block.type === "cell");
  drafts.forEach(({ name, body, start }, i) => {
    const cell = cells[i];
    const tell = (path: readonly string[], message: string, remedy: string | null = null) =>
      problems.push(problemAt({ notebook, cell }, path, { message, remedy }));
    if (name !== null && !isName(name)) {
      tell([], `Cannot name a cell as ${NAME_RULE}: current value is ${JSON.stringify(name)}`);
    }
    const first = name === null ? undefined : seen.get(name);
    if (first !== undefined) {
      tell(
        [],
        `Cannot name two cells alike as a name is unique in its notebook: current value is "${name}"`,
        `The other one starts on line ${lineAndColumn(notebook.lineStarts, first).line}`,
      );
    } else if (name !== null) seen.set(name, start);
    const { from, disabled } = readCommon(body);
    const shown = (value: YamlValue) => JSON.stringify(value).slice(0, 80);
    if (from === "wrong") {
      tell(
        ["from"],
        `Cannot use "from" as it must be a cell's name or a list of them: current value is ${
          shown(body.values.from)
        }`,
      );
    }
    if (disabled === "wrong") {
      tell(
        ["disabled"],
        `Cannot use "disabled" as it must be true or false: current value is ${
          shown(body.values.disabled)
        }`,
      );
    }
  });
  return problems;
}

function readCommon({ values }: Body): {
  readonly from: readonly CellName[] | null | "wrong";
  readonly disabled: boolean | "wrong";
} {
  const { from, disabled } = values;
  const names = from === undefined ? null : Array.isArray(from) ? from : [from];
  const sound = names === null || names.every((name) => typeof name === "string" && isName(name));
  return {
    from: !sound || names?.length === 0 ? "wrong" : names?.map(parseCellName) ?? null,
    disabled: disabled === undefined ? false : typeof disabled === "boolean" ? disabled : "wrong",
  };
}

function blocksOf(text: string, offset: number, cells: readonly Cell[]): readonly Block[] {
  const blocks: Block[] = [];
  let at = offset;
  const addProse = (end: number) => {
    if (end > at) blocks.push({ type: "prose", start: at, end, text: text.slice(at, end) });
  };
  for (const cell of cells) {
    addProse(cell.start);
    blocks.push(cell);
    at = cell.end;
  }
  addProse(text.length);
  return blocks;
}

function report(
  { options, lineStarts, problems }: Reader,
  offset: number,
  told: { readonly message: string; readonly remedy: string | null },
): void {
  problems.push({
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: told.message,
    remedy: told.remedy,
    place: { file: options.fileName, ...lineAndColumn(lineStarts, offset) },
  });
}
