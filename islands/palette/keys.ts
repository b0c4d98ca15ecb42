/**
 * The keys of a notebook's page. They click what the page has for the same, so that keys and
 * buttons cannot come to differ.
 *
 * @module
 */
import { goTo } from "./commands.ts";

/** Every key, in words: the list that `?` shows. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["j", "The next cell"],
  ["k", "The cell before"],
  ["Enter", "Edit the cell"],
  ["Escape", "Leave the editor"],
  ["Shift Enter", "Run the cell; from its editor, save it first"],
  ["a", "Add below the cell"],
  ["Alt ↑", "Move the cell up"],
  ["Alt ↓", "Move the cell down"],
  ["Ctrl Z", "Undo"],
  ["Ctrl Shift Z", "Redo"],
  ["Ctrl K", "Find what can be done, and do it"],
  ["?", "This list"],
];

/** Handles a key; returns whether it meant something. */
export function pressKey(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  const block = target.closest<HTMLElement>(".cell, .passage");
  const isTyping = target.matches("input, textarea, select, [contenteditable=true]");
  if (event.key === "Enter" && event.shiftKey) return run(block);
  if (event.key === "Escape") return leave(block, isTyping);
  if (isTyping || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return undoOrRedo(event);
  if (event.altKey) return move(event.key, block);
  switch (event.key) {
    case "j":
      return step(block, 1);
    case "k":
      return step(block, -1);
    case "Enter":
      return target === block && click(block, "[data-command=edit]");
    case "a":
      return click(block?.closest(".block")?.nextElementSibling ?? null, ".gap a");
    default:
      return false;
  }
}

function click(within: Element | null, selector: string): boolean {
  const found = within?.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null && found !== undefined;
}

function run(block: HTMLElement | null): boolean {
  return click(block, '.editor button[value="run"]') || click(block, "[data-command=run]") ||
    click(block, '.editing button[type="submit"], button[type="submit"].primary');
}

/** Closes a menu, or a cell's editor; from prose that is being written it leads to its block. */
function leave(block: HTMLElement | null, isTyping: boolean): boolean {
  const menu = document.querySelector<HTMLDetailsElement>(".menu[open]");
  if (menu !== null) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    return true;
  }
  if (block === null) return false;
  if (isTyping) goTo(block);
  const closes = block.querySelector(".editor") !== null && click(block, "[data-command=edit]");
  return isTyping || closes;
}

function undoOrRedo({ key, shiftKey }: KeyboardEvent): boolean {
  if (key.toLowerCase() !== "z") return false;
  return click(document.body, shiftKey ? "[data-command=redo]" : "[data-command=undo]");
}

function step(from: HTMLElement | null, by: 1 | -1): boolean {
  const blocks = [...document.querySelectorAll<HTMLElement>(".cell, .passage")];
  const at = from === null ? (by === 1 ? -1 : blocks.length) : blocks.indexOf(from);
  const next = blocks[at + by];
  if (next === undefined) return false;
  goTo(next);
  return true;
}

function move(key: string, block: HTMLElement | null): boolean {
  if (key !== "ArrowUp" && key !== "ArrowDown") return false;
  return click(block, `[data-command=${key === "ArrowUp" ? "move-up" : "move-down"}]`);
}
