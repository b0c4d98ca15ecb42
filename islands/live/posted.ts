/**
 * What a form sends. It may have waited while what was asked for before it changed the page.
 *
 * @module
 */
import { isOwnSince } from "@/islands/editor/page_revision.ts";

/** What is posted, and where to. */
export interface Posted {
  readonly action: string;
  readonly body: URLSearchParams;
}

/** Notes where a form stands; returns what tells what it sends once it is its turn. */
export function noteForm(form: HTMLFormElement, submitter: HTMLElement | null): () => Posted {
  const cell = cellOf(form);
  return () => {
    const same = submitter === null ? form : standing(form, cell) ?? form;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, submitter)) body.append(name, String(value));
    const asked = body.get("revision");
    const now = document.querySelector<HTMLElement>("main")?.dataset.revision;
    // Prose is saved on the revision that it was begun on; for what somebody else saved meanwhile
    // the server asks.
    const isBehind = asked !== null && now !== undefined && asked !== now &&
      !form.matches(".editing") && isOwnSince(Number(asked), Number(now));
    if (isBehind) {
      for (const { name, value } of same.querySelectorAll<HTMLInputElement>(HIDDEN)) {
        body.set(name, value);
      }
      body.set("revision", now);
    }
    return { action: same.action, body };
  };
}

const HIDDEN = "input[type=hidden]";

/** Finds the form that does the same, as it stands on the page now. */
function standing(form: HTMLFormElement, cell: string | undefined): HTMLFormElement | undefined {
  return form.isConnected
    ? form
    : [...document.forms].find((other) =>
      cellOf(other) === cell && other.id === form.id && doOf(other) === doOf(form)
    );
}

function cellOf(form: HTMLFormElement): string | undefined {
  return form.closest<HTMLElement>("[data-cell]")?.dataset.cell;
}

function doOf(form: HTMLFormElement): string | undefined {
  return form.querySelector<HTMLInputElement>(`${HIDDEN}[name=do]`)?.value;
}
