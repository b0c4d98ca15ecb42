import { useEffect, useRef, useState } from "preact/hooks";
import { follow, type Following, type LivePage } from "./live/follow.ts";
import { enableDragging } from "./live/drag.ts";
import { holdsTyped, holdsUnsaved, keepUnsaved } from "./live/unsaved.ts";

/** Props reach the browser as plain data. */
export interface NotebookLiveProps {
  readonly id: string;
  /** Whether a parameter reruns what was slow too, where there is nothing but results to wait for. */
  readonly runsSlow?: boolean;
}

/** Keeps a notebook's page up to date, and does its forms and links without loading it anew. */
export default function NotebookLive({ id, runsSlow = false }: NotebookLiveProps) {
  const [following, setFollowing] = useState<Following>({ state: "live" });
  const page = useRef<LivePage | null>(null);

  useEffect(() => {
    const live = follow(id, setFollowing);
    page.current = live;
    const base = location.pathname;

    function onSubmit(event: SubmitEvent) {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
      if (new URL(form.action).pathname !== base) return;
      event.preventDefault();
      closeMenus();
      const isAdding = form.matches(".adding");
      // That a button was heard is seen at once, whatever it takes.
      event.submitter?.setAttribute("aria-busy", "true");
      live.post(form, event.submitter).then(() => {
        event.submitter?.removeAttribute("aria-busy");
        if (isAdding) focusOpened(document.body);
      });
    }

    function onClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!(event.target instanceof Element) || !event.target.closest(".menu")) closeMenus();
      if (link === null || event.defaultPrevented || event.button !== 0) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const url = new URL(link.href);
      if (url.origin !== location.origin || isPlaceOf(url)) return;
      if (url.pathname !== base) {
        if (link.target !== "" || !holdsUnsaved(document.body)) return;
        event.preventDefault();
        keepUnsaved().then(() => location.assign(url));
        return;
      }
      event.preventDefault();
      history.replaceState(null, "", url);
      const isHere = noteFocus();
      live.show(url.href, link).then(() => {
        if (isHere()) showOpened(url);
      });
    }

    function onGo(event: Event) {
      // So that whoever sent it knows that it was heard.
      event.preventDefault();
      live.show().then(() => {
        if (event.type === "daybook:go") runStale(id, runsSlow);
      });
    }
    function onUnload(event: BeforeUnloadEvent) {
      // Editors ask for themselves; what stands in a plain form would be gone without a word.
      if (holdsTyped(document.body)) event.preventDefault();
    }
    const stopDragging = enableDragging((form) => void live.post(form, null));
    document.addEventListener("submit", onSubmit);
    document.addEventListener("click", onClick);
    document.addEventListener("daybook:go", onGo);
    addEventListener("popstate", onGo);
    addEventListener("beforeunload", onUnload);
    return () => {
      live.close();
      stopDragging();
      document.removeEventListener("submit", onSubmit);
      document.removeEventListener("click", onClick);
      document.removeEventListener("daybook:go", onGo);
      removeEventListener("popstate", onGo);
      removeEventListener("beforeunload", onUnload);
    };
  }, [id, runsSlow]);

  return (
    <span class={`live-state ${following.state}`} role="status">
      <Words id={id} following={following} dismiss={() => page.current?.dismiss()} />
    </span>
  );
}

interface WordsProps {
  readonly id: string;
  readonly following: Following;
  readonly dismiss: () => void;
}

function Words({ id, following, dismiss }: WordsProps) {
  switch (following.state) {
    case "live":
      return null;
    case "offline":
      return <>Offline: shows what was there</>;
    case "refused":
      return (
        <>
          {following.message} <button type="button" class="quiet" onClick={dismiss}>Dismiss</button>
        </>
      );
    case "deleted":
      return (
        <>
          Deleted elsewhere; <a href="/">all notebooks</a>
        </>
      );
    case "behind": {
      const { before, after } = following;
      return (
        <>
          Changed elsewhere;{" "}
          <a href={`/notebooks/${id}/history?before=${before}&after=${after}`} target="_blank">
            see the difference
          </a>{" "}
          <button type="button" class="quiet" onClick={dismiss}>Dismiss</button>
        </>
      );
    }
  }
}

/** Runs what a parameter made stale, unless some of it was slow and that is for a person to decide. */
function runStale(id: string, runsSlow: boolean): void {
  const stale = [...document.querySelectorAll<HTMLElement>(".cell.stale")];
  if (stale.length === 0) return;
  if (!runsSlow && stale.some((cell) => cell.dataset.automatic === undefined)) return;
  const given: readonly [string, string][] = JSON.parse(
    document.querySelector<HTMLElement>("main")?.dataset.given ?? "[]",
  );
  const body = { what: { type: "stale" }, parameters: Object.fromEntries(given) };
  fetch(`/api/notebooks/${id}/run`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Whether an address is a place on this very page. */
function isPlaceOf(url: URL): boolean {
  return url.hash !== "" && url.search === location.search;
}

function closeMenus(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(".menu[open]")) {
    // What is hidden loses the focus.
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    menu.open = false;
  }
}

/** Notes where the focus is; returns whether it has not been put elsewhere since. */
function noteFocus(): () => boolean {
  const before = document.activeElement;
  return () => {
    const { activeElement: now } = document;
    return now === before || now === null || now === document.body || !before?.isConnected;
  };
}

/** Looks at what was opened; where nothing was, the focus stays where it has been put. */
function showOpened(url: URL): void {
  const place = document.getElementById(url.hash.slice(1));
  if (place === null) return;
  const { activeElement: now } = document;
  const isFree = now === null || now === document.body || place.contains(now);
  if (isFree || fieldIn(place) !== null) focusOpened(place);
}

/** Puts the focus where one writes, or chooses; else on the place itself; no jump where it is in sight. */
function focusOpened(place: HTMLElement): void {
  const field = fieldIn(place) ?? place;
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "nearest" });
}

function fieldIn(place: HTMLElement): HTMLElement | null {
  return place.querySelector<HTMLElement>(
    ".editor :is(textarea, select, input:not([type=hidden])):not([hidden]), .choices button, " +
      ".editing textarea",
  );
}
