/**
 * What all editors of one page share: who they are, and which revision the page stands on.
 *
 * @module
 */

/** The id of this page in events, so that it knows its own edits. */
export const PAGE_ID: string = globalThis.crypto?.randomUUID?.() ?? String(Math.random());

const saved = new Map<string, number>();

/** The revisions that were made here, each of the one that the page stood on. */
const own = new Set<number>();

/** Returns the newest revision that this page knows of a notebook. */
export function revisionOf(notebook: string, drawn: number): number {
  return Math.max(drawn, saved.get(notebook) ?? 0, Number(mainOf(notebook)?.dataset.revision ?? 0));
}

/** Keeps the revision that an edit of this page made; the page stands on it, unless it missed one. */
export function knowRevision(notebook: string, revision: number): void {
  const main = mainOf(notebook);
  if (Number(main?.dataset.revision) === revision - 1) {
    own.add(revision);
    main?.setAttribute("data-revision", String(revision));
  }
  saved.set(notebook, Math.max(revision, saved.get(notebook) ?? 0));
}

/** Whether nobody else made the revisions after one, up to another. */
export function isOwnSince(revision: number, upTo: number): boolean {
  for (let made = revision + 1; made <= upTo; made++) if (!own.has(made)) return false;
  return true;
}

function mainOf(notebook: string): HTMLElement | null {
  return globalThis.document?.querySelector<HTMLElement>(`main[data-notebook="${notebook}"]`);
}
