/**
 * Keeps what a person types before an island has come to life: Preact gives text areas the text
 * that was drawn, and no island has heard of it.
 *
 * @module
 */

/**
 * Notes what was typed below a root, and returns what types it again, so that the island hears it.
 * What the browser itself filled in again, on a page that was reloaded or gone back to, is not it.
 */
export function typedIn(root: Element): () => void {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit instanceof PerformanceNavigationTiming && visit.type !== "navigate") return () => {};
  const typed = [...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TEXTS)]
    .filter((field) => field.value !== field.defaultValue)
    .map((field) => ({ field, text: field.value, at: field.selectionStart }));
  return () => {
    for (const { field, text, at } of typed) {
      if (!field.isConnected) continue;
      if (field.value !== text) {
        field.value = text;
        field.setSelectionRange(at, at);
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
      // A field that has the focus tells of its change when it loses it.
      if (document.activeElement === field) continue;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
}

/** Texts; a choice that was made too early is made by the form that holds it. */
const TEXTS = "textarea, input:is([type=text], [type=search], :not([type]))";
