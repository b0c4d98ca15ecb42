import { useEffect } from "preact/hooks";
import { machineZone } from "@/lib/time_zone.ts";
import { exactWords, momentWords } from "./time/words.ts";

/** How often "3 min ago" is written anew. */
const TICK_MILLISECONDS = 30_000;

const EVERY = "time[data-moment]";
const UNWRITTEN = `${EVERY}:not([title])`;

/** Writes the moments of the page, which the server gives in UTC, by the reader's own clock. */
export default function LocalTimes() {
  useEffect(() => {
    const write = () => writeMoments(EVERY, false);
    // On paper nobody knows how long ago it was printed.
    const print = () => writeMoments(EVERY, true);
    write();
    const ticking = setInterval(write, TICK_MILLISECONDS);
    const drawnAnew = new MutationObserver(() => writeMoments(UNWRITTEN, false));
    drawnAnew.observe(document.body, { childList: true, subtree: true });
    addEventListener("beforeprint", print);
    addEventListener("afterprint", write);
    return () => {
      clearInterval(ticking);
      drawnAnew.disconnect();
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", write);
    };
  }, []);
  return null;
}

function writeMoments(which: string, exact: boolean): void {
  const times = document.querySelectorAll<HTMLTimeElement>(which);
  if (times.length === 0) return;
  const reading = { now: new Date(), zone: machineZone() };
  for (const time of times) {
    const at = time.dateTime;
    const whole = exactWords(at, reading.zone);
    const words = exact || time.dataset.moment === "exact" ? whole : momentWords(at, reading);
    if (time.textContent !== words) time.textContent = words;
    if (time.title !== whole) time.title = whole;
  }
}
