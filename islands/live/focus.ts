/**
 * Keeps the focus while the page changes around it: what had it may be replaced, or gone.
 *
 * @module
 */

const FOCUSABLE = "a[href], button:not(:disabled), summary, select, textarea, " +
  "input:not([type=hidden], :disabled)";

/** Where the focus goes in a block, if what had it is no more. */
const OF_BLOCK = ".cell, .passage, .gap a";

/**
 * Makes a change. What had the focus has it afterwards; else what took its place, by its name;
 * else what is beside it.
 */
export function keepingFocus(change: () => void): void {
  const active = document.activeElement;
  const part = active?.closest("[data-swap]") ?? null;
  const block = active?.closest("[data-block]") ?? null;
  const blocks = block?.parentElement ?? null;
  const index = block === null ? 0 : [...blocks?.children ?? []].indexOf(block);
  change();
  if (!(active instanceof HTMLElement) || active === document.body) return;
  if (document.activeElement === active) return;
  if (active.isConnected) {
    // It was moved, which takes the focus away.
    active.focus({ preventScroll: true });
    return;
  }
  const beside = blocks?.children[Math.min(index, blocks.children.length - 1)];
  const within = part ?? (block?.isConnected ? block : beside) ?? null;
  const same = sameIn(within, active);
  if (same !== undefined && takesFocus(same)) {
    if (isText(active) && isText(same)) {
      same.setSelectionRange(active.selectionStart, active.selectionEnd);
    }
    return;
  }
  const next = within?.querySelector<HTMLElement>(part === null ? OF_BLOCK : FOCUSABLE);
  if (!next || !takesFocus(next)) focusPage();
}

/** Gives an element the focus, which one that is hidden does not take. */
function takesFocus(element: HTMLElement): boolean {
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element.matches("textarea, input[type=text], input:not([type])");
}

/** Finds what is called the same, by its id, or by its label and what it does. */
function sameIn(within: Element | null, gone: Element): HTMLElement | undefined {
  const label = gone.getAttribute("aria-label");
  const command = gone.getAttribute("data-command");
  if (gone.id === "" && label === null && command === null) return undefined;
  return [...within?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? []].find((element) =>
    element.id === gone.id &&
    element.getAttribute("aria-label") === label &&
    element.getAttribute("data-command") === command
  );
}

/** From here on, the next key leads to the first thing on the page. */
function focusPage(): void {
  const main = document.querySelector("main");
  if (main === null) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
