/**
 * Writes the drawn elements as SVG text that is the same for the same drawing: names
 * and attributes in order, coordinates to a tenth of a pixel, lines step by step to half a one,
 * every text escaped.
 *
 * Left out is what Plot adds for itself: classes, its style sheet, ids, and the labels
 * that make a chart unreadable to screen readers; and whatever is no shape and no text.
 *
 * @module
 */

/** The little of a document's node that writing needs. */
export interface DrawnNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<DrawnNode>;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
}

const ELEMENT = 1;
const TEXT = 3;

/** What charts are made of: nothing that runs, links or loads. */
const ELEMENTS = new Set("g path line rect circle text tspan title".split(" "));

const NUMERIC = new Set(
  "x y x1 x2 y1 y2 cx cy r rx ry dx dy width height transform viewBox points".split(" "),
);

/** What XML cannot hold, escaped or not. */
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu;

/** Escapes text for the inside of an element or a quoted attribute of XML and HTML. */
export function escapeText(text: string): string {
  return text.replaceAll(NOT_XML, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

function rounded(numbers: string): string {
  return numbers.replaceAll(
    /-?\d*\.\d+(?:e[+-]?\d+)?/g,
    (number) => String(Math.round(Number(number) * 10) / 10 + 0),
  );
}

/** Straight lines in absolute coordinates, as Plot writes them. */
const STRAIGHT = /^(?:M[\d.,e+-]+(?:L[\d.,e+-]+)*Z?)+$/;

/** Writes a path by its steps, which are short; they are of rounded places, so that no error adds up. */
function shortPath(path: string): string {
  if (!STRAIGHT.test(path)) return rounded(path);
  let x = 0;
  let y = 0;
  let before = "";
  return path.replaceAll(/([MLZ])(?:([\d.e+-]+),([\d.e+-]+))?/g, (_, command, across, down) => {
    if (command === "Z") {
      before = "Z";
      return "Z";
    }
    const [left, top] = [halves(across), halves(down)];
    const isStep = command === "L";
    const [first, second] = isStep ? [left - x, top - y] : [left, top];
    [x, y] = [left, top];
    const sign = isStep ? (before === "l" ? "" : "l") : "M";
    const text = written(first);
    const gap = sign === "" && !text.startsWith("-") ? " " : "";
    before = isStep ? "l" : "M";
    const next = written(second);
    return `${sign}${gap}${text}${next.startsWith("-") ? "" : " "}${next}`;
  });
}

/** What is nearer than this looks the same, and paths are most of a page's bytes. */
function halves(text: string): number {
  return Math.round(Number(text) * 2);
}

/** Such as ".5" and "-12". */
function written(halves: number): string {
  const text = String(Math.abs(halves) / 2).replace(/^0\./, ".");
  return halves < 0 ? `-${text}` : text;
}

function isKept(name: string): boolean {
  return !/^(class|style|id|href|xlink:.*|on.*|aria-.*)$/i.test(name);
}

function valueOf(name: string, value: string): string {
  if (name === "d") return shortPath(value);
  return NUMERIC.has(name) ? rounded(value) : value;
}

/** Returns the text of a node and all below it. */
export function serialize(node: DrawnNode): string {
  if (node.nodeType === TEXT) return escapeText(node.nodeValue ?? "");
  const name = node.nodeName.toLowerCase();
  if (node.nodeType !== ELEMENT || !ELEMENTS.has(name)) return "";
  const attributes = [...node.attributes ?? []]
    .filter((attribute) => isKept(attribute.name))
    .map(({ name, value }) => ({ name, value: valueOf(name, value) }))
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .map(({ name, value }) => ` ${name}="${escapeText(value)}"`)
    .join("");
  const inside = [...node.childNodes].map(serialize).join("");
  return inside === "" ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`;
}
