import { useEffect, useState } from "preact/hooks";

/** How often a page asks while something runs or is about to, and else. */
const SOON_MILLISECONDS = 1500;
const LATER_MILLISECONDS = 30_000;

const PARTS = "[data-part]";

/** Keeps the parts of a page like the server's while runs begin and end; forms stay as they are typed. */
export default function FollowRuns() {
  const [told, setTold] = useState("");

  useEffect(() => {
    let timer = setTimeout(look, waitOf(document));
    async function look() {
      const words = document.hidden ? null : await swapParts();
      if (words !== null) setTold(words);
      timer = setTimeout(look, waitOf(document));
    }
    return () => clearTimeout(timer);
  }, []);

  return <p class="unseen" role="status">{told}</p>;
}

function waitOf(page: ParentNode): number {
  return page.querySelector("[data-going]") === null ? LATER_MILLISECONDS : SOON_MILLISECONDS;
}

/** Shows what has changed since; returns what is to be said of it, or `null` where nothing has. */
async function swapParts(): Promise<string | null> {
  const page = await fetchPage();
  let words: string | null = null;
  for (const part of document.querySelectorAll<HTMLElement>(PARTS)) {
    const { part: name = "", state } = part.dataset;
    const now = page?.querySelector<HTMLElement>(`[data-part="${CSS.escape(name)}"]`) ?? null;
    if (now === null || now.dataset.state === state) continue;
    words = now.dataset.told ?? words;
    swap(part, now);
  }
  return words;
}

/** The focus stays on what is called as it was before. */
function swap(part: HTMLElement, now: HTMLElement): void {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  part.replaceWith(now);
  if (focused === null) return;
  const same = [...now.querySelectorAll<HTMLElement>("a, button")]
    .find(({ textContent }) => textContent === focused.textContent);
  const next = same ?? now;
  if (next === now) now.tabIndex = -1;
  next.focus({ preventScroll: true });
}

/** What cannot be told now is asked again. */
async function fetchPage(): Promise<Document | null> {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}
