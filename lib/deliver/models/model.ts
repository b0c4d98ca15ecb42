/**
 * What every language model is to us: a text goes in, and a text comes out or a reason why not.
 *
 * @module
 */

/** What is asked. Both texts together are what leaves the house. */
export interface Prompt {
  readonly instructions: string;
  readonly facts: string;
}

/** Tokens that a call was counted with. */
export interface Usage {
  readonly input: number;
  readonly output: number;
}

/** What came of one call. Reasons hold nothing of keys, of URLs or of what was answered. */
export type Reply =
  | { readonly type: "answer"; readonly text: string; readonly usage: Usage | null }
  | {
    readonly type: "failed";
    readonly reason: FailureReason;
    /** The status of an HTTP answer that was none of success; `null` where there was none. */
    readonly status: number | null;
    /** How long the other side wants to be left alone; `null` where it said nothing. */
    readonly retryAfterMilliseconds: number | null;
  };

/** Why a call gave no text. */
export type FailureReason =
  | "network"
  | "time limit"
  | "cancelled"
  | "too much to do"
  | "server error"
  | "refused"
  | "redirected"
  | "answer too large"
  | "answer unreadable"
  | "no text";

/** A language model. */
export interface SummaryModel {
  /** Told to readers and kept with the summary, such as "gemini-2.5-flash". */
  readonly name: string;
  /** The most tokens that an answer may have. */
  readonly maxOutputTokens: number;
  /** What a million tokens cost, in the currency that the cap is set in. */
  readonly price: Usage;
  readonly ask: (prompt: Prompt, signal: AbortSignal) => Promise<Reply>;
}

/** Settings of one model; the key is sent in a header and told nowhere. */
export interface ModelSettings {
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string;
  readonly timeLimitMilliseconds: number;
  readonly maxOutputTokens: number;
  readonly price: Usage;
}
