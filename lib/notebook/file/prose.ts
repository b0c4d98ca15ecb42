/**
 * The prose of a notebook as a tree of what may be shown. Markup inside it is text,
 * pictures are their words, and links lead to the web, to mail or within the page.
 *
 * @module
 */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { isTangled } from "./tangled.ts";

/** A piece of prose; nothing in it needs to be trusted but to be written as text. */
export type ProseNode =
  | { readonly type: "text" | "code" | "code_block"; readonly text: string }
  | { readonly type: "break" | "rule" }
  | {
    readonly type: "paragraph" | "emphasis" | "strong" | "quote" | "item";
    readonly children: readonly ProseNode[];
  }
  /** `level` counts from 1. */
  | {
    readonly type: "heading";
    readonly level: number;
    readonly children: readonly ProseNode[];
  }
  /** `start` is `null` for a list without numbers. */
  | {
    readonly type: "list";
    readonly start: number | null;
    readonly children: readonly ProseNode[];
  }
  | { readonly type: "table"; readonly children: readonly ProseRow[] }
  | ProseRow
  | ProseField
  | { readonly type: "link"; readonly url: string; readonly children: readonly ProseNode[] };

/** A line of a table; the first one heads its columns. */
export interface ProseRow {
  readonly type: "row";
  readonly isHead: boolean;
  readonly children: readonly ProseField[];
}

/** A field of a table. */
export interface ProseField {
  readonly type: "field";
  readonly align: "left" | "right" | "center" | null;
  readonly children: readonly ProseNode[];
}

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree["children"][number];
type Table = Extract<Node, { readonly type: "table" }>;
type Definitions = ReadonlyMap<string, string>;

/** What Markdown has besides the standard: people paste tables. */
const TABLES = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] };

const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** Reads Markdown; every text is valid Markdown. One that would take too long is shown as it is written. */
export function parseProse(markdown: string): readonly ProseNode[] {
  if (isTangled(markdown)) return [{ type: "code_block", text: markdown }];
  const { children } = fromMarkdown(markdown, TABLES);
  const definitions = new Map(
    children.flatMap((node) =>
      node.type === "definition" ? [[node.identifier, node.url] as const] : []
    ),
  );
  return proseOf(children, definitions);
}

function proseOf(nodes: readonly Node[], definitions: Definitions): readonly ProseNode[] {
  return nodes.flatMap((node) => nodeOf(node, definitions));
}

function nodeOf(node: Node, definitions: Definitions): readonly ProseNode[] {
  const children = "children" in node ? proseOf(node.children, definitions) : [];
  switch (node.type) {
    case "text":
    case "html":
      return [{ type: "text", text: node.value }];
    case "inlineCode":
      return [{ type: "code", text: node.value }];
    case "code":
      return [{ type: "code_block", text: node.value }];
    case "paragraph":
    case "emphasis":
    case "strong":
      return [{ type: node.type, children }];
    case "blockquote":
      return [{ type: "quote", children }];
    case "listItem":
      return [{ type: "item", children }];
    case "list":
      return [{ type: "list", start: node.ordered ? node.start ?? 1 : null, children }];
    case "heading":
      return [{ type: "heading", level: node.depth, children }];
    case "link":
      return linked(node.url, children);
    case "linkReference":
      return linked(definitions.get(node.identifier) ?? null, children);
    case "image":
    case "imageReference":
      return [{ type: "text", text: node.alt ?? "" }];
    case "table":
      return [tableOf(node, definitions)];
    case "break":
      return [{ type: "break" }];
    case "thematicBreak":
      return [{ type: "rule" }];
    default:
      // Definitions are used above, rows below; the rest comes from extensions that are not on.
      return [];
  }
}

function tableOf(table: Table, definitions: Definitions): ProseNode {
  const children = table.children.map((row, i): ProseRow => ({
    type: "row",
    isHead: i === 0,
    children: row.children.map((field, k) => ({
      type: "field",
      align: table.align?.[k] ?? null,
      children: proseOf(field.children, definitions),
    })),
  }));
  return { type: "table", children };
}

function linked(url: string | null, children: readonly ProseNode[]): readonly ProseNode[] {
  return url === null || !isSafe(url) ? children : [{ type: "link", url, children }];
}

/** Addresses are read as a browser reads them; one without a scheme stays where the page is. */
function isSafe(url: string): boolean {
  const read = URL.parse(url, "https://page.invalid/");
  return read !== null && SAFE_PROTOCOLS.has(read.protocol);
}
