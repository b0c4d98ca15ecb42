/**
 * Sends a file in pieces, goes on where a lost connection broke it off, and follows its reading.
 *
 * @module
 */
import type { UploadState } from "@/lib/workspace/files/contract.ts";

const PIECE_BYTES = 4 * 1024 * 1024;
const POLL_MILLISECONDS = 250;
/** Between two tries, longer each time. */
const FIRST_WAIT_MILLISECONDS = 500;
const LONGEST_WAIT_MILLISECONDS = 10_000;

/** Statuses of a server that is away, and of bytes that another page sends too. */
const PASSING = [409, 502, 503, 504];

/** How a file is on its way. */
export type Sending =
  | { readonly type: "waiting" }
  | { readonly type: "sending"; readonly received: number; readonly lost: boolean }
  | { readonly type: "reading"; readonly rows: number; readonly share: number | null }
  | { readonly type: "ready"; readonly digest: string }
  | { readonly type: "refused"; readonly message: string; readonly remedy: string | null }
  | { readonly type: "cancelled" };

/** What sending needs. */
export interface SendOptions {
  readonly signal: AbortSignal;
  readonly onChange: (sending: Sending) => void;
  /** An upload of the same file that was broken off. */
  readonly known: string | null;
  readonly onBegun: (id: string) => void;
}

/** An answer that says no, in words for people. */
class Refused extends Error {
  readonly remedy: string | null;

  constructor(message: string, remedy: string | null) {
    super(message);
    this.remedy = remedy;
  }
}

/** An answer that says not now: it tells how long to wait, `null` where it does not. */
class Later extends Error {
  readonly milliseconds: number | null;

  constructor(response: Response) {
    super(response.statusText);
    const seconds = Number(response.headers.get("Retry-After") ?? "");
    this.milliseconds = seconds > 0 ? seconds * 1000 : null;
  }
}

/** An answer without the upload: it was cancelled, or is too old. */
class Gone extends Error {}

/** Sends a file; returns how it ended. */
export async function sendFile(file: File, options: SendOptions): Promise<Sending> {
  try {
    return await new Sender(file, options).send();
  } catch (error) {
    if (options.signal.aborted) return { type: "cancelled" };
    if (error instanceof Refused) {
      return { type: "refused", message: error.message, remedy: error.remedy };
    }
    return { type: "refused", message: "This file could not be sent", remedy: "Choose it again" };
  }
}

class Sender {
  readonly #file: File;
  readonly #options: SendOptions;

  constructor(file: File, options: SendOptions) {
    this.#file = file;
    this.#options = options;
  }

  async send(): Promise<Sending> {
    let upload = await this.#begin();
    while (true) {
      const { state, id, received } = upload;
      switch (state.type) {
        case "receiving":
          this.#options.onChange({ type: "sending", received, lost: false });
          upload = await this.#patiently(id, () => this.#sendPiece(id, received));
          break;
        case "reading":
          this.#options.onChange(state);
          await wait(POLL_MILLISECONDS, this.#options.signal);
          upload = await this.#patiently(id, () => this.#ask(`/api/uploads/${id}`));
          break;
        case "ready":
        case "refused":
          return state;
      }
    }
  }

  async #begin(): Promise<UploadState> {
    const { known, onBegun } = this.#options;
    if (known !== null) {
      const found = await this.#ask(`/api/uploads/${known}`).catch(() => null);
      if (found?.bytes === this.#file.size && found.state.type !== "refused") return found;
    }
    const { name, size: bytes } = this.#file;
    const begun = await this.#ask("/api/uploads", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name, bytes }),
    });
    onBegun(begun.id);
    return begun;
  }

  async #sendPiece(id: string, offset: number): Promise<UploadState> {
    const body = this.#file.slice(offset, offset + PIECE_BYTES);
    return await this.#ask(`/api/uploads/${id}?offset=${offset}`, { method: "PUT", body });
  }

  /** Tries until there is an answer; after a lost connection asks first where to go on. */
  async #patiently(id: string, first: () => Promise<UploadState>): Promise<UploadState> {
    const { signal, onChange } = this.#options;
    let attempt = first;
    for (
      let pause = FIRST_WAIT_MILLISECONDS;;
      pause = Math.min(2 * pause, LONGEST_WAIT_MILLISECONDS)
    ) {
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || error instanceof Refused || error instanceof Gone) throw error;
        const later = error instanceof Later ? error.milliseconds : null;
        onChange({ type: "sending", received: 0, lost: !(error instanceof Later) });
        await wait(later ?? pause, signal);
        attempt = () => this.#ask(`/api/uploads/${id}`);
      }
    }
  }

  async #ask(address: string, init: RequestInit = {}): Promise<UploadState> {
    const response = await fetch(address, { ...init, signal: this.#options.signal });
    if (response.ok) return await response.json();
    const problem = await response.json().catch(() => ({}));
    if (response.status === 404) throw new Gone(problem.detail ?? "This upload is gone");
    // Another place to go on from, or a server that is just away, is no refusal of the file.
    if (problem.code === "BAD_PARAMETER" || PASSING.includes(response.status)) {
      throw new Error(problem.detail ?? response.statusText);
    }
    if (response.status === 429) throw new Later(response);
    throw new Refused(
      problem.detail ?? response.statusText,
      problem.errors?.[0]?.remedy ?? null,
    );
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}
