/**
 * Hears what is told of a notebook, also after the connection was lost.
 *
 * @module
 */
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";

/** Who listens. */
export interface Listener {
  hear(event: WorkspaceEvent, id: string): void;
  /** Tells that the connection is there, or has been lost for a while. */
  online(isOnline: boolean): void;
}

/** A lost connection shorter than this is not worth a word. */
const OFFLINE_AFTER_MILLISECONDS = 2_000;

/** A browser that was refused does not try again by itself. */
const AGAIN_AFTER_MILLISECONDS = 5_000;

/** Begins to hear what comes after an event; returns how to stop. */
export function hearOf(notebook: string, after: string, { hear, online }: Listener): () => void {
  let source: EventSource;
  let last = after;
  let offline: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    source = new EventSource(
      `/api/notebooks/${notebook}/events?${new URLSearchParams({ after: last })}`,
    );
    source.onopen = () => {
      clearTimeout(offline);
      offline = undefined;
      online(true);
    };
    source.onmessage = ({ data, lastEventId }) => {
      last = lastEventId;
      hear(JSON.parse(data), lastEventId);
    };
    source.onerror = () => {
      // The browser tries again before the time is over, and each try is an error of its own.
      offline ??= setTimeout(() => online(false), OFFLINE_AFTER_MILLISECONDS);
      if (source.readyState === EventSource.CLOSED) {
        again = setTimeout(open, AGAIN_AFTER_MILLISECONDS);
      }
    };
  }

  open();
  return () => {
    clearTimeout(offline);
    clearTimeout(again);
    source.close();
  };
}

/** Whether a page that was drawn after one event shows what another one told. */
export function isDrawnAfter(drawn: string, told: string): boolean {
  const [boot, last] = drawn.split(":");
  const [otherBoot, sequence] = told.split(":");
  return boot === otherBoot && Number(sequence) <= Number(last);
}
