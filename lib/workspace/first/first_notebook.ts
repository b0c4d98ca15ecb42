/**
 * Makes a ready notebook of a file from what its columns are like.
 *
 * @module
 */
import { writeCell } from "@/lib/notebook/file/write_cell.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import type { Findings } from "@/lib/workspace/files/findings.ts";
import { outlineOf, type WrittenCell } from "./cells.ts";
import { assumptions, doubts, opening } from "./prose.ts";

/** A file and what was found in it. */
export interface FirstNotebookAsked {
  readonly digest: string;
  readonly name: string;
  /** What was decided by hand. */
  readonly options: ReadOptions;
  readonly found: Findings;
  /** The country whose holidays it knows, "" for none; left out, the one that nearly all rows name. */
  readonly holidays?: string;
}

/** Headings above the first cell of a kind. */
const HEADINGS: Readonly<Record<string, string>> = {
  kpi: "## Over time",
  sql: "## Totals",
  detect: "## What is odd",
  forecast: "## What comes next",
};

/** Returns the text of the notebook. */
export function firstNotebook(asked: FirstNotebookAsked): string {
  const { name, found } = asked;
  const { facts } = found;
  const outline = outlineOf(asked);
  const prose = [
    opening(name, facts),
    "What was assumed, to be put right in the cells below:",
    assumptions(outline, found).trimEnd(),
    doubts(facts).trimEnd(),
  ].filter((part) => part !== "");
  const head = `---\ntitle: ${JSON.stringify(titleOf(name))}\n---\n`;
  const cells = outline.cells.flatMap((cell) => [...headingOf(cell), written(cell)]);
  return [head, ...prose.map((part) => `${part}\n`), ...cells].join("\n");
}

function headingOf({ kind }: WrittenCell): readonly string[] {
  const heading = HEADINGS[kind];
  return heading === undefined ? [] : [`${heading}\n`];
}

/** JSON is YAML; the canonical writer makes it readable. */
function written({ kind, name, body }: WrittenCell): string {
  const schema = stepOfKind(kind)?.parameters ?? null;
  return writeCell({ kind, name, body: JSON.stringify(body) }, schema);
}

/** "sales_q1-2026.csv.gz" is "Sales q1 2026". */
export function titleOf(name: string): string {
  const words = name.replace(/(?:\.[a-z0-9]{1,8}){1,2}$/i, "").replace(/[_\-\s]+/g, " ").trim();
  const [first = "", ...rest] = words;
  // In Turkish an İ stands above i, and some letters are in no other language beside it.
  const language = /[ığşİĞŞ]/.test(words.normalize("NFC")) ? "tr" : "en";
  return `${first.toLocaleUpperCase(language)}${rest.join("")}` || "Untitled";
}
