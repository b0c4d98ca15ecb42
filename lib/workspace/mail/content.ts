/**
 * What of a notebook goes into a letter: what its summary cell says, and the numbers and charts that it tells of.
 *
 * @module
 */
import type { Block, Figure, NumberBlock } from "@/lib/chart/block.ts";
import { isFigure } from "@/lib/chart/figure.ts";
import { numberWords } from "@/lib/chart/number.ts";
import type { BriefNumber } from "@/lib/deliver/mail/brief_letter.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** A letter is read on a telephone. */
const MOST_NUMBERS = 8;
const MOST_CHARTS = 4;

/** What a letter tells, its charts not painted yet. */
export interface Content {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly numbers: readonly BriefNumber[];
  readonly charts: readonly ContentChart[];
}

/** A chart, and how it was drawn when its cell had run; `null` until it was. */
export interface ContentChart {
  readonly figure: Figure;
  readonly svg: string | null;
}

/** Returns what a summary cell's letter tells. */
export function contentOf(view: NotebookView, cell: CellView): Content {
  const told = toldCells(view, cell);
  const blocks = told.flatMap(({ output }) => output?.blocks ?? []);
  return {
    title: view.title,
    paragraphs: (cell.output?.blocks ?? []).flatMap(paragraphsOf),
    numbers: blocks.filter(isNumber).slice(0, MOST_NUMBERS).map(writeNumber),
    charts: told.filter((one) => !isDrawnOver(one, told)).flatMap(firstChart)
      .slice(0, MOST_CHARTS),
  };
}

/** The cells that the summary reads, in the order of the page. */
function toldCells({ blocks }: NotebookView, { parents }: CellView): readonly CellView[] {
  return blocks.flatMap((block) =>
    block.type === "cell" && parents.includes(block.cell.name) ? [block.cell] : []
  );
}

/** Odd days and forecasts are drawn over the series that they read, which need not be shown twice. */
function isDrawnOver({ name }: CellView, told: readonly CellView[]): boolean {
  return told.some(({ kind, parents }) =>
    (kind === "detect" || kind === "forecast") && parents.includes(name)
  );
}

function paragraphsOf(block: Block): readonly string[] {
  if (block.type !== "text") return [];
  return block.paragraphs.map((spans) => spans.map(({ text }) => text).join("").trim())
    .filter((text) => text !== "");
}

function isNumber(block: Block): block is NumberBlock {
  return block.type === "number";
}

function writeNumber(block: NumberBlock): BriefNumber {
  const { value, change, base } = numberWords(block);
  return { title: block.title, value, change: change === null ? null : `${change} ${base ?? ""}` };
}

/** A cell's first chart says most; drawn for a telephone, its words can be read wherever the letter is. */
function firstChart({ output }: CellView): readonly ContentChart[] {
  if (output === null) return [];
  const figure = output.blocks.find(isFigure);
  if (figure === undefined) return [];
  return [{ figure, svg: output.drawings[output.blocks.indexOf(figure)]?.narrow ?? null }];
}
