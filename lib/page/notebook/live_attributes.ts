/**
 * What a page tells the script that keeps it up to date, on its main element.
 *
 * @module
 */
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** Returns the attributes: the notebook, its revision, the last event, and the parameters. */
export function liveAttributes(view: NotebookView): Readonly<Record<string, string | number>> {
  return {
    "data-notebook": view.id,
    "data-revision": view.revision,
    "data-event": view.eventId,
    "data-given": givenText(view),
  };
}

/** What the events of this page's runs are told with: the parameters that are given and fit. */
function givenText({ parameters }: NotebookView): string {
  const given = parameters.filter(({ given, problem }) => given && problem === null);
  return JSON.stringify(given.map(({ name, value }) => [name, value]).sort());
}
