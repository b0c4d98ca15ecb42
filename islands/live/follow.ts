/**
 * Follows what is told of a notebook, and keeps the open page like it.
 *
 * @module
 */
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/contract.ts";
import { PAGE_ID } from "@/islands/editor/page_revision.ts";
import {
  KEY_LETTERS,
  KNOWN_HEADER,
  LONGEST_HEADER,
} from "@/lib/workspace/notebooks/known_header.ts";
import { showStatus } from "./show_status.ts";
import { swapCell, swapPage } from "./swap.ts";
import { holdsUnsaved, keepUnsaved } from "./unsaved.ts";

/** Whether what the page shows is what there is. */
export type Following =
  | { readonly state: "live" }
  /** The connection is lost; the browser tries again by itself. */
  | { readonly state: "offline" }
  /** Somebody saved a revision while an editor is open here, which stays as it is. */
  | { readonly state: "behind"; readonly before: number; readonly after: number }
  /** What was asked for can't be done. */
  | { readonly state: "refused"; readonly message: string }
  | { readonly state: "deleted" };

/** The page that is open, and how it is brought up to date. */
export interface LivePage {
  /** Shows what an address has, the page's own where none is given; `from` is what was clicked. */
  show(address?: string, from?: Element): Promise<void>;
  /** Posts a form of the page and shows what comes of it. */
  post(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void>;
  /** Stops telling that somebody else has saved. */
  dismiss(): void;
  close(): void;
}

/** A lost connection shorter than this is not worth a word. */
const OFFLINE_AFTER_MILLISECONDS = 2_000;

/** A run that ends sooner needs no button to cancel it, and its figures come first. */
const QUICK_RUN_MILLISECONDS = 250;

const ELSEWHERE = "This page leads elsewhere; it stays, as what you wrote is not saved.";

/** Begins to follow; `tell` hears of each change. */
export function follow(id: string, tell: (following: Following) => void): LivePage {
  const main = document.querySelector("main");
  let source: EventSource | null = null;
  let offline: ReturnType<typeof setTimeout> | undefined;
  let begun: ReturnType<typeof setTimeout> | undefined;
  // Told until it is seen: what comes after it must not hide it.
  let isBehind = false;
  // One thing at a time, so that answers are shown in the order of the questions.
  let line: Promise<void> = Promise.resolve();

  const inLine = (work: () => Promise<void>) => line = line.then(work).catch(() => {});
  const revision = () => Number(main?.getAttribute("data-revision"));

  async function draw(
    request: Promise<Response>,
    why: "told" | "asked" | "posted",
    from: Element | null = null,
  ): Promise<void> {
    const answer = await request;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (next.querySelector("main[data-notebook]") === null) {
      const message = next.querySelector("main.plain p")?.textContent ?? null;
      if (!answer.ok && message !== null) tell({ state: "refused", message });
      else if (holdsUnsaved(document.body)) tell({ state: "refused", message: ELSEWHERE });
      else location.assign(answer.url);
      return;
    }
    swapPage(next, { isAsked: why !== "told", from });
    tellLive();
    document.getElementById("conflict")?.scrollIntoView({ block: "nearest" });
    if (why !== "posted" || !answer.ok) return;
    // What stays open stays in the address too.
    if (!holdsUnsaved(document.body)) history.replaceState(null, "", answer.url);
  }

  function tellLive(): void {
    if (!isBehind) tell({ state: "live" });
  }

  const show = (address?: string, from?: Element) =>
    inLine(async () => {
      if (address !== undefined) await keepUnsaved();
      await draw(ask(address ?? location.href), address === undefined ? "told" : "asked", from);
    });

  function hear(event: WorkspaceEvent): void {
    switch (event.type) {
      case "cell":
        if (givenText(event.parameters) !== main?.getAttribute("data-given")) return;
        if (event.status.state === "running" || event.status.state === "queued") {
          inLine(() => Promise.resolve(showStatus(event.cell, event.status)));
        } else inLine(() => showCell(event.cell));
        return;
      case "run":
        if (givenText(event.parameters) !== main?.getAttribute("data-given")) return;
        clearTimeout(begun);
        if (event.state === "started") begun = setTimeout(() => show(), QUICK_RUN_MILLISECONDS);
        else show();
        return;
      case "reset":
        show();
        return;
      case "edited": {
        // As the page stands now: what waits in line may bring it up to date before it is told.
        const before = revision();
        inLine(async () => {
          const isOwn = event.editor === PAGE_ID;
          if (!isOwn && event.revision <= before) return;
          const isEditing = document.querySelector(".editor, .editing") !== null;
          await draw(ask(location.href), "told");
          if (isOwn || !isEditing) return;
          isBehind = true;
          tell({ state: "behind", before, after: event.revision });
        });
        return;
      }
      case "deleted":
        tell({ state: "deleted" });
    }
  }

  async function showCell(cell: string): Promise<void> {
    const answer = await fetch(`/notebooks/${id}/cells/${cell}${location.search}`);
    if (!answer.ok) return;
    swapCell(cell, new DOMParser().parseFromString(await answer.text(), "text/html"));
  }

  function open(): void {
    const after = main?.getAttribute("data-event") ?? "";
    source = new EventSource(
      `/api/notebooks/${id}/events?${new URLSearchParams({ after })}`,
    );
    source.onopen = () => {
      clearTimeout(offline);
      offline = undefined;
      tellLive();
    };
    source.onmessage = ({ data }) => hear(JSON.parse(data));
    source.onerror = () => {
      // The browser tries again before the time is over, and each try is an error of its own.
      offline ??= setTimeout(() => tell({ state: "offline" }), OFFLINE_AFTER_MILLISECONDS);
    };
  }

  open();
  return {
    show,
    dismiss: () => {
      isBehind = false;
      tellLive();
    },
    post: (form, submitter) =>
      inLine(async () => {
        const body = new URLSearchParams();
        for (const [name, value] of new FormData(form, submitter)) body.append(name, String(value));
        await keepUnsaved();
        await draw(ask(form.action, { method: "POST", body }), "posted", form);
      }),
    close: () => {
      clearTimeout(offline);
      clearTimeout(begun);
      source?.close();
    },
  };
}

/** Asks for a page anew, without the outputs that stand on it already. */
function ask(address: string, asked: RequestInit = {}): Promise<Response> {
  const cells = [...document.querySelectorAll<HTMLElement>("[data-cell][data-key]")];
  const known = cells.map(({ dataset: { cell, key = "" } }) =>
    `${cell}=${key.slice(0, KEY_LETTERS)}`
  ).join(" ");
  const headers = new Headers();
  if (known.length <= LONGEST_HEADER) headers.set(KNOWN_HEADER, known);
  return fetch(address, { ...asked, headers });
}

/** Writes parameters as the page does. */
function givenText(parameters: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(parameters).sort());
}
