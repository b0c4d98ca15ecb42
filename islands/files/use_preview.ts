import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { optionsAddress } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { type FollowedStep, followPreview } from "./follow_preview.ts";

/** How far a reading is; its share is not known at first. */
export interface Reading {
  readonly rows: number;
  readonly share: number | null;
}

/** What is shown of a file while it is read, and read anew. */
export interface FollowedPreview {
  readonly preview: ReadonlySignal<FilePreview>;
  /** Whether all rows are counted, or those of the beginning alone. */
  readonly whole: ReadonlySignal<boolean>;
  readonly reading: ReadonlySignal<Reading | null>;
  readonly refusal: ReadonlySignal<string | null>;
  /** Whether scripts run. */
  readonly live: ReadonlySignal<boolean>;
  readonly read: (query: URLSearchParams) => Promise<void>;
}

/** Follows how a file is read; the page's address follows what was decided. */
export function usePreview(first: FilePreview, begun: boolean): FollowedPreview {
  const preview = useSignal(first);
  const whole = useSignal(begun);
  const reading = useSignal<Reading | null>(null);
  const refusal = useSignal<string | null>(null);
  const live = useSignal(false);
  const asked = useRef<AbortController | null>(null);
  useEffect(() => {
    live.value = true;
    if (!begun) read(optionsAddress(first.options));
  }, []);

  async function read(query: URLSearchParams) {
    // The reading before is of no more use, here or on the server.
    asked.current?.abort();
    const { signal } = asked.current = new AbortController();
    reading.value = { rows: 0, share: null };
    try {
      for await (
        const step of followPreview(`/api/data/${first.digest}/preview?${query}`, signal)
      ) {
        if (signal.aborted) return;
        take(step);
      }
    } catch {
      if (signal.aborted) return;
      refusal.value = "The connection was lost: choose again";
    }
    if (!signal.aborted) reading.value = null;
  }

  function take(step: FollowedStep) {
    switch (step.type) {
      case "beginning":
      case "whole":
        preview.value = step.preview;
        whole.value = step.type === "whole";
        refusal.value = null;
        history.replaceState(null, "", addressOf(step.preview));
        break;
      case "progress":
        reading.value = step;
        break;
      case "refused":
        refusal.value = step.message;
        break;
    }
  }

  return { preview, whole, reading, refusal, live, read };
}

function addressOf({ digest, options }: FilePreview): string {
  const query = optionsAddress(options);
  return query.size === 0 ? `/upload/${digest}` : `/upload/${digest}?${query}`;
}
