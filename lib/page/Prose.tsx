import type { ComponentChildren } from "preact";
import { parseProse, type ProseField, type ProseNode } from "@/lib/notebook/file/prose.ts";

/** A heading's element is `h` and its level; the id is for links to it. */
interface HeadingPlace {
  readonly id: string;
  readonly level: number;
}

interface ProseProps {
  readonly markdown: string;
  /** Where its headings stand in the page, in order; left out: the first level is the page's second. */
  readonly headings?: readonly HeadingPlace[];
}

/** The prose of a notebook, with nothing in it that could act or be fetched. */
export function Prose({ markdown, headings = [] }: ProseProps) {
  const nodes = parseProse(markdown);
  const places = new Map(
    headingsIn(nodes).map((node, index) => [node, headings[index]] as const),
  );
  return <div class="prose">{renderAll(nodes, places)}</div>;
}

type Places = ReadonlyMap<ProseNode, HeadingPlace | undefined>;

function headingsIn(nodes: readonly ProseNode[]): readonly ProseNode[] {
  return nodes.flatMap((node) =>
    node.type === "heading" ? [node] : "children" in node ? headingsIn(node.children) : []
  );
}

function renderAll(nodes: readonly ProseNode[], places: Places): ComponentChildren {
  return nodes.map((node, index) => <NodeView key={index} node={node} places={places} />);
}

interface FieldViewProps {
  readonly field: ProseField;
  readonly isHead: boolean;
  readonly places: Places;
}

function FieldView({ field, isHead, places }: FieldViewProps) {
  const children = renderAll(field.children, places);
  const align = field.align ?? undefined;
  return isHead
    ? <th scope="col" data-align={align}>{children}</th>
    : <td data-align={align}>{children}</td>;
}

interface NodeViewProps {
  readonly node: ProseNode;
  readonly places: Places;
}

function NodeView({ node, places }: NodeViewProps) {
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
      return <p>{renderAll(node.children, places)}</p>;
    case "emphasis":
      return <em>{renderAll(node.children, places)}</em>;
    case "strong":
      return <strong>{renderAll(node.children, places)}</strong>;
    case "quote":
      return <blockquote>{renderAll(node.children, places)}</blockquote>;
    case "item":
      return <li>{renderAll(node.children, places)}</li>;
    case "list":
      return node.start === null
        ? <ul>{renderAll(node.children, places)}</ul>
        : <ol start={node.start}>{renderAll(node.children, places)}</ol>;
    case "table":
      return (
        <div class="scroll" tabIndex={0} role="group" aria-label="Table">
          <table>
            <thead>{renderAll(node.children.filter((row) => row.isHead), places)}</thead>
            <tbody>{renderAll(node.children.filter((row) => !row.isHead), places)}</tbody>
          </table>
        </div>
      );
    case "row":
      return (
        <tr>
          {node.children.map((field, k) => (
            <FieldView key={k} field={field} isHead={node.isHead} places={places} />
          ))}
        </tr>
      );
    case "field":
      return <FieldView field={node} isHead={false} places={places} />;
    case "link":
      return <a href={node.url} rel="noreferrer">{renderAll(node.children, places)}</a>;
    case "heading": {
      const place = places.get(node);
      // The name of an element can be a value.
      const Heading = `h${place?.level ?? Math.min(node.level + 1, 5)}` as "h2";
      return <Heading id={place?.id}>{renderAll(node.children, places)}</Heading>;
    }
  }
}
