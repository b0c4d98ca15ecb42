/**
 * Draws the few marks of the editor's documentation as elements: paragraphs, bold, code. Text
 * stays text.
 *
 * @module
 */

const MARK = /\*\*([^*]+)\*\*|`([^`]+)`/g;

/** Returns an element with the documentation in it. */
export function drawMarkdown(markdown: string): HTMLElement {
  const holder = document.createElement("div");
  holder.className = "editor-documentation";
  for (const paragraph of markdown.split("\n\n")) {
    const element = document.createElement("p");
    let at = 0;
    for (const match of paragraph.matchAll(MARK)) {
      const [whole, bold, code] = match;
      element.append(paragraph.slice(at, match.index));
      const inner = document.createElement(bold === undefined ? "code" : "strong");
      inner.textContent = bold ?? code;
      element.append(inner);
      at = match.index + whole.length;
    }
    element.append(paragraph.slice(at));
    holder.append(element);
  }
  return holder;
}
