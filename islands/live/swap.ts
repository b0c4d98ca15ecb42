/**
 * Puts a page that the server drew anew in the place of the one that is open, part by part: what
 * did not change stays as it is, with its focus, its open menus and the islands inside it.
 *
 * @module
 */
import { render } from "preact";
import { carryingOver } from "./carry.ts";
import { keepingFocus } from "./focus.ts";
import { holdsUnsaved } from "./unsaved.ts";

/** The parts of a cell that are compared as text; its output is compared by its key. */
const PARTS = [
  ".caption",
  '[data-part="progress"]',
  '[data-part="state"]',
  '[data-part="problems"]',
];

const ATTRIBUTES = ["class", "data-index", "data-automatic", "aria-label"];

/** Why a page is swapped. */
export interface Swap {
  /** Whether the reader asked for the page; else what waits for a decision stays. */
  readonly isAsked: boolean;
  /** What the reader asked with, which alone can close what is being written around it. */
  readonly from: Element | null;
}

/** Swaps whatever differs, but never what was written and is kept nowhere else. */
export function swapPage(next: Document, { isAsked, from }: Swap): void {
  const main = document.querySelector("main");
  const nextMain = next.querySelector("main");
  if (main === null || nextMain === null) return;
  keepingFocus(() => {
    for (const part of document.querySelectorAll<HTMLElement>("[data-swap]")) {
      if (part.dataset.swap === "decision" && part.childElementCount > 0 && !isAsked) continue;
      const other = next.querySelector(`[data-swap="${part.dataset.swap}"]`);
      if (other !== null) swapText(part, other, next);
    }
    for (const name of ["data-revision", "data-given", "data-event"]) {
      main.setAttribute(name, nextMain.getAttribute(name) ?? "");
    }
    swapBlocks(next, from);
  });
  document.title = next.title;
}

/** Swaps one cell, from a page that holds it drawn as if nobody edited it: an editor stays. */
export function swapCell(name: string, next: Document): void {
  const selector = `[data-cell="${name}"]`;
  const [cell, other] = [document.querySelector(selector), next.querySelector(selector)];
  if (cell !== null && other !== null) keepingFocus(() => swapParts(cell, other, next));
}

/** Blocks that stay are moved at most; an editor that is open is left as it is. */
function swapBlocks(next: Document, from: Element | null): void {
  const list = document.querySelector(".blocks");
  const nextList = next.querySelector(".blocks");
  if (list === null || nextList === null) return;
  const known = new Map(
    [...list.children].map((block) => [block.getAttribute("data-block"), block]),
  );
  let before = list.firstElementChild;
  for (const other of nextList.children) {
    const key = other.getAttribute("data-block");
    const block = known.get(key);
    known.delete(key);
    if (block === undefined) {
      list.insertBefore(adopt(other, next), before);
      continue;
    }
    if (block === before) before = block.nextElementSibling;
    else list.insertBefore(block, before);
    if (mayChange(block, from)) swapBlock(block, other, next);
  }
  for (const gone of known.values()) {
    if (mayChange(gone, from) && !holdsUnsaved(gone)) remove(gone);
  }
}

/** Prose is kept when its own form is sent, and given up by its own link; by nothing else. */
function mayChange(block: Element, from: Element | null): boolean {
  const prose = block.querySelector(":scope>.editing");
  return prose === null || prose.contains(from) || !holdsUnsaved(prose);
}

function swapBlock(block: Element, other: Element, next: Document): void {
  // What is being written stays, with the revision that it was begun on.
  if (block.querySelector(".editing") !== null && other.querySelector(".editing") !== null) return;
  const [cell, otherCell] = [block, other].map((one) => one.querySelector(":scope>.cell"));
  if (cell === null || otherCell === null) {
    swapText(block, other, next);
    return;
  }
  const [gap, otherGap] = [block.firstElementChild, other.firstElementChild];
  if (gap !== null && otherGap !== null && gap !== cell) replaceIfOther(gap, otherGap, next);
  swapEditor(cell, otherCell, next);
  swapParts(cell, otherCell, next);
}

function swapEditor(cell: Element, other: Element, next: Document): void {
  const [editor, otherEditor] = [cell, other].map((one) => one.querySelector(":scope>.editor"));
  if (editor !== null && otherEditor === null && !holdsUnsaved(editor)) remove(editor);
  if (editor === null && otherEditor !== null) {
    cell.querySelector(':scope>[data-part="progress"]')?.after(adopt(otherEditor, next));
  }
}

function swapParts(cell: Element, other: Element, next: Document): void {
  for (const name of ATTRIBUTES) copyAttribute(cell, other, name);
  for (const part of PARTS) {
    const [one, two] = [
      cell.querySelector(`:scope>${part}`),
      other.querySelector(`:scope>${part}`),
    ];
    if (one !== null && two !== null) swapText(one, two, next);
  }
  const [output, otherOutput] = [cell, other].map((one) => one.querySelector(":scope>.output"));
  if (output === null || otherOutput === null) return;
  copyAttribute(output, otherOutput, "aria-busy");
  const isSame = cell.getAttribute("data-key") === other.getAttribute("data-key");
  copyAttribute(cell, other, "data-key");
  // The same key is the same output; without one there are words, which may have changed.
  if (isSame && other.hasAttribute("data-key")) return;
  replaceIfOther(output, otherOutput, next);
}

function copyAttribute(to: Element, from: Element, name: string): void {
  const value = from.getAttribute(name);
  if (value === null) to.removeAttribute(name);
  else if (to.getAttribute(name) !== value) to.setAttribute(name, value);
}

/** Replaces what is inside, where it is other text. */
function swapText(part: Element, other: Element, next: Document): void {
  if (textOf(part) === textOf(other)) return;
  for (const child of [...part.children]) letGo(child);
  carryingOver(part, () => {
    part.replaceChildren(...document.importNode(other, true).childNodes);
    return part;
  });
  wake(part, next);
}

function replaceIfOther(part: Element, other: Element, next: Document): void {
  if (part.className === other.className && textOf(part) === textOf(other)) return;
  letGo(part);
  carryingOver(part, () => {
    const element = adopt(other, next);
    part.replaceWith(element);
    return element;
  });
}

/** What a reader opened is no difference, nor is a moment by the reader's own clock. */
function textOf(element: Element): string {
  return element.innerHTML.replaceAll(' open=""', "")
    .replace(/(<time\b[^>]*>)[^<]*/g, (_, tag: string) => tag.replace(/ title="[^"]*"/, ""));
}

function adopt(other: Element, next: Document): Element {
  const element = document.importNode(other, true);
  // Islands are brought to life once they stand in the page.
  queueMicrotask(() => wake(element, next));
  return element;
}

function wake(root: Element, next: Document): void {
  const text = next.getElementById("daybook-islands")?.textContent;
  if (!text || root.querySelector("daybook-island") === null) return;
  document.dispatchEvent(new CustomEvent("daybook:islands", { detail: { root, text } }));
}

function remove(element: Element): void {
  letGo(element);
  element.remove();
}

/** Ends the islands inside, so that nothing of them goes on. */
function letGo(element: Element): void {
  for (const island of element.querySelectorAll("daybook-island")) render(null, island);
}
