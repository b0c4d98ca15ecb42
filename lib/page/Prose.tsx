import type { ComponentChildren } from "preact";
import { fromMarkdown } from "mdast-util-from-markdown";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root["children"][number];
type Definitions = ReadonlyMap<string, string>;

const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/**
 * The prose of a notebook. Markup inside it is shown as it is written, never obeyed;
 * pictures are told by their words, since a report asks no other host for anything.
 */
export function Prose({ markdown }: { readonly markdown: string }) {
  const root = fromMarkdown(markdown);
  const definitions = new Map(
    root.children.flatMap((node) =>
      node.type === "definition" ? [[node.identifier, node.url] as const] : []
    ),
  );
  return <div class="prose">{renderAll(root.children, definitions)}</div>;
}

function renderAll(nodes: readonly Node[], definitions: Definitions): ComponentChildren {
  return nodes.map((node, index) => <NodeView key={index} node={node} definitions={definitions} />);
}

interface NodeViewProps {
  readonly node: Node;
  readonly definitions: Definitions;
}

function NodeView({ node, definitions }: NodeViewProps) {
  const inside = "children" in node ? renderAll(node.children, definitions) : null;
  switch (node.type) {
    case "text":
    case "html":
      return <>{node.value}</>;
    case "paragraph":
      return <p>{inside}</p>;
    case "heading":
      return <Heading depth={node.depth}>{inside}</Heading>;
    case "emphasis":
      return <em>{inside}</em>;
    case "strong":
      return <strong>{inside}</strong>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return <pre tabIndex={0}><code>{node.value}</code></pre>;
    case "blockquote":
      return <blockquote>{inside}</blockquote>;
    case "list":
      return node.ordered ? <ol start={node.start ?? 1}>{inside}</ol> : <ul>{inside}</ul>;
    case "listItem":
      return <li>{inside}</li>;
    case "link":
      return <SafeLink url={node.url}>{inside}</SafeLink>;
    case "linkReference":
      return <SafeLink url={definitions.get(node.identifier) ?? null}>{inside}</SafeLink>;
    case "image":
    case "imageReference":
      return <>{node.alt ?? ""}</>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    default:
      // Definitions are used above; kinds that only extensions make are left out.
      return null;
  }
}

interface HeadingProps {
  readonly depth: number;
  readonly children: ComponentChildren;
}

/** The first level is the page's title, so prose begins with the second. */
function Heading({ depth, children }: HeadingProps) {
  switch (depth) {
    case 1:
      return <h2>{children}</h2>;
    case 2:
      return <h3>{children}</h3>;
    case 3:
      return <h4>{children}</h4>;
    default:
      return <h5>{children}</h5>;
  }
}

interface SafeLinkProps {
  readonly url: string | null;
  readonly children: ComponentChildren;
}

function SafeLink({ url, children }: SafeLinkProps) {
  if (url === null || !isSafe(url)) return <>{children}</>;
  return <a href={url} rel="noreferrer">{children}</a>;
}

/** Addresses are read as a browser reads them; one without a scheme stays where the page is. */
function isSafe(url: string): boolean {
  const read = URL.parse(url, "https://page.invalid/");
  return read !== null && SAFE_PROTOCOLS.has(read.protocol);
}
