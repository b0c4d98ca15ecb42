import type { ComponentChildren } from "preact";
import { parseProse, type ProseNode } from "@/lib/notebook/file/prose.ts";

/** The prose of a notebook; its first level of headings is the page's second. */
export function Prose({ markdown }: { readonly markdown: string }) {
  return <div class="prose">{renderAll(parseProse(markdown))}</div>;
}

function renderAll(nodes: readonly ProseNode[]): ComponentChildren {
  return nodes.map((node, index) => <NodeView key={index} node={node} />);
}

function NodeView({ node }: { readonly node: ProseNode }) {
  switch (node.type) {
    case "text":
      return <>{node.text}</>;
    case "code":
      return <code>{node.text}</code>;
    case "code_block":
      return <pre tabIndex={0}><code>{node.text}</code></pre>;
    case "break":
      return <br />;
    case "rule":
      return <hr />;
    case "paragraph":
      return <p>{renderAll(node.children)}</p>;
    case "emphasis":
      return <em>{renderAll(node.children)}</em>;
    case "strong":
      return <strong>{renderAll(node.children)}</strong>;
    case "quote":
      return <blockquote>{renderAll(node.children)}</blockquote>;
    case "item":
      return <li>{renderAll(node.children)}</li>;
    case "list":
      return node.start === null
        ? <ul>{renderAll(node.children)}</ul>
        : <ol start={node.start}>{renderAll(node.children)}</ol>;
    case "link":
      return <a href={node.url} rel="noreferrer">{renderAll(node.children)}</a>;
    case "heading":
      return <Heading level={node.level}>{renderAll(node.children)}</Heading>;
  }
}

interface HeadingProps {
  readonly level: number;
  readonly children: ComponentChildren;
}

function Heading({ level, children }: HeadingProps) {
  switch (level) {
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
