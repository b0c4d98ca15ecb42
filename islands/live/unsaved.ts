/**
 * What is written on a page and kept nowhere else yet.
 *
 * @module
 */

/** Asks the editors to save what they hold; each adds its promise to the detail. */
export const KEEP_EVENT = "daybook:keep";

/** Fields that nothing follows: those of plain forms, and of editors that are yet to come to life. */
const PLAIN = ".editing textarea, " +
  "daybook-island:not([data-ready]) .cell-editor :is(input, textarea)";

/** Whether an element holds what would be lost with it. */
export function holdsUnsaved(root: Element): boolean {
  return root.querySelector("[data-unsaved]") !== null || holdsTyped(root);
}

/** Whether an element holds what was typed and no editor will save by itself. */
export function holdsTyped(root: Element): boolean {
  const fields = root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(PLAIN);
  return [...fields].some((field) => field.value !== field.defaultValue);
}

/** Saves what the editors on the page hold. What can't be saved stays with them. */
export async function keepUnsaved(): Promise<void> {
  const detail: Promise<unknown>[] = [];
  document.dispatchEvent(new CustomEvent(KEEP_EVENT, { detail }));
  await Promise.allSettled(detail);
}
