/**
 * Follows what is told of a notebook, and keeps the open page like it.
 *
 * @module
 */
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";
import { isOwnSince, knowRevision, PAGE_ID } from "@/islands/editor/page_revision.ts";
import {
  KEY_LETTERS,
  KNOWN_HEADER,
  LONGEST_HEADER,
} from "@/lib/workspace/notebooks/known_header.ts";
import { hearOf, isDrawnAfter } from "./hear.ts";
import { noteForm } from "./posted.ts";
import { watchPresses } from "./press.ts";
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

/** A run that ends sooner needs no button to cancel it, and its figures come first. */
const QUICK_RUN_MILLISECONDS = 250;

const ELSEWHERE = "This page leads elsewhere; it stays, as what you wrote is not saved.";

/** Begins to follow; `tell` hears of each change. */
export function follow(notebook: string, tell: (following: Following) => void): LivePage {
  const main = document.querySelector("main");
  const presses = watchPresses();
  let begun: ReturnType<typeof setTimeout> | undefined;
  let isOnline = true;
  /** Cells that were told of and are still to be shown. */
  let cellsTold = 0;
  // Told until it is seen, or for good: what comes after it must not hide it.
  let lasting: Following | null = null;
  // One thing at a time, so that answers are shown in the order of the questions.
  let line: Promise<void> = Promise.resolve();

  const inLine = (work: () => Promise<void>) => line = line.then(work).catch(() => {});
  const revision = () => Number(main?.getAttribute("data-revision"));
  const isDrawn = (event: string) => isDrawnAfter(main?.getAttribute("data-event") ?? "", event);
  const isShown = (parameters: Readonly<Record<string, string>>) =>
    givenText(parameters) === main?.getAttribute("data-given");

  function say(): void {
    if (!isOnline && lasting?.state !== "deleted") tell({ state: "offline" });
    else tell(lasting ?? { state: "live" });
  }

  function sayLasting(following: Following): void {
    if (lasting?.state !== "deleted") lasting = following;
    say();
  }

  async function draw(
    request: Promise<Response>,
    why: "told" | "asked" | "posted" | "edited",
    from: Element | null = null,
  ): Promise<void> {
    const address = location.href;
    const answer = await request;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = next.querySelector<HTMLElement>("main[data-notebook]");
    if (newer === null) {
      const message = next.querySelector("main.plain p")?.textContent ?? null;
      if (!answer.ok && message !== null) sayLasting({ state: "refused", message });
      else if (holdsUnsaved(document.body)) sayLasting({ state: "refused", message: ELSEWHERE });
      else location.assign(answer.url);
      return;
    }
    await presses.released();
    if (why === "edited" && answer.ok) knowRevision(notebook, Number(newer.dataset.revision));
    swapPage(next, { isAsked: why !== "told", from });
    if (why !== "told" && lasting?.state === "refused") lasting = null;
    say();
    document.getElementById("conflict")?.scrollIntoView({ block: "nearest" });
    if (why === "told" || why === "asked" || !answer.ok) return;
    // What stays open stays in the address too, as does what was opened meanwhile.
    if (holdsUnsaved(document.body) || location.href !== address) return;
    history.replaceState(null, "", answer.url);
  }

  const show = (address?: string, from?: Element) =>
    inLine(async () => {
      if (address !== undefined) await keepUnsaved();
      await draw(ask(address ?? location.href), address === undefined ? "told" : "asked", from);
    });

  function hear(event: WorkspaceEvent, id: string): void {
    // What waits in line may bring the page up to date, or show other parameters, before its turn.
    switch (event.type) {
      case "cell": {
        const isOnTheWay = ["running", "queued"].includes(event.status.state);
        if (!isOnTheWay) cellsTold++;
        inLine(async () => {
          if (!isOnTheWay) cellsTold--;
          if (isDrawn(id) || !isShown(event.parameters)) return;
          if (isOnTheWay) showStatus(event.cell, event.status);
          // Where many wait, all are brought up to date by one question.
          else if (cellsTold > 0) await draw(ask(location.href), "told");
          else await showCell(event.cell);
        });
        return;
      }
      case "run":
        inLine(async () => {
          clearTimeout(begun);
          if (isDrawn(id) || !isShown(event.parameters)) return;
          if (event.state !== "started") await draw(ask(location.href), "told");
          else begun = setTimeout(() => show(), QUICK_RUN_MILLISECONDS);
        });
        return;
      case "reset":
        show();
        return;
      case "edited": {
        const before = revision();
        inLine(async () => {
          const isOwn = event.editor === PAGE_ID || isOwnSince(event.revision - 1, event.revision);
          if (!isOwn && event.revision <= before) return;
          const isEditing = document.querySelector(".editor, .editing") !== null;
          if (!isDrawn(id)) await draw(ask(location.href), "told");
          if (!isOwn && isEditing) sayLasting({ state: "behind", before, after: event.revision });
        });
        return;
      }
      case "deleted":
        sayLasting({ state: "deleted" });
    }
  }

  async function showCell(cell: string): Promise<void> {
    const answer = await fetch(`/notebooks/${notebook}/cells/${cell}${location.search}`);
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    await presses.released();
    swapCell(cell, next);
  }

  const stop = hearOf(notebook, main?.getAttribute("data-event") ?? "", {
    hear,
    online: (isThere) => {
      isOnline = isThere;
      say();
    },
  });
  return {
    show,
    dismiss: () => {
      lasting = null;
      say();
    },
    post: (form, submitter) => {
      const postedNow = noteForm(form, submitter);
      return inLine(async () => {
        await keepUnsaved();
        const { action, body } = postedNow();
        const isEdit = body.has("revision") && !body.get("do")?.startsWith("run");
        await draw(ask(action, { method: "POST", body }), isEdit ? "edited" : "posted", form);
      });
    },
    close: () => {
      clearTimeout(begun);
      presses.close();
      stop();
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
