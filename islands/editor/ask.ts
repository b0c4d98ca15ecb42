/**
 * Asks the workspace about a cell that is being edited.
 *
 * @module
 */
import type {
  ChangedBody,
  Completion,
  FieldAsked,
  FormChange,
  Marker,
} from "@/lib/workspace/editor/contract.ts";
import type { FormView } from "@/lib/steps/form/form.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** The cell that is asked about. */
export interface CellAddress {
  readonly notebook: string;
  readonly cell: string;
  readonly parameters: GivenParameters;
}

/** A refusal in the workspace's own words. */
export class Refused extends Error {}

/** What an editor asks. */
export interface CellAsker {
  complete(text: string, offset: number, signal: AbortSignal): Promise<readonly Completion[]>;
  /** The same within an expression of the form. */
  completeField(
    text: string,
    asked: { readonly field: FieldAsked; readonly offset: number },
    signal: AbortSignal,
  ): Promise<readonly Completion[]>;
  check(text: string, signal: AbortSignal): Promise<readonly Marker[]>;
  hover(
    text: string,
    offset: number,
    signal: AbortSignal,
  ): Promise<{ readonly from: number; readonly to: number; readonly markdown: string } | null>;
  format(text: string): Promise<{ readonly text: string }>;
  form(text: string, signal: AbortSignal): Promise<FormView>;
  change(text: string, changes: readonly FormChange[]): Promise<ChangedBody>;
  save(asked: SaveAsked): Promise<Saved>;
}

/** A body to be kept. */
export interface SaveAsked {
  readonly text: string;
  /** The cell's text as it was last known to be kept. */
  readonly base: string;
  readonly revision: number;
  /** The id of this page, so that it knows its own events. */
  readonly editor: string;
  /** Whether to run the cell and what hangs on it, too. */
  readonly run: boolean;
}

/** What came of saving. */
export type Saved =
  | { readonly type: "saved"; readonly revision: number; readonly text: string }
  /** Somebody else saved first; `text` is the cell's now, `null` where it is gone. */
  | { readonly type: "conflict"; readonly revision: number; readonly text: string | null };

/** Browsers let go of more than 64 KiB when a page closes; a letter is up to three bytes. */
const MOST_KEPT_ALIVE = 21_000;

/** Makes what asks about one cell. */
export function createAsker({ notebook, cell, parameters }: CellAddress): CellAsker {
  const base = `/api/notebooks/${encodeURIComponent(notebook)}/cells/${encodeURIComponent(cell)}`;
  async function post<Answer>(
    action: string,
    asked: object,
    signal: AbortSignal | null = null,
  ): Promise<Answer> {
    const body = JSON.stringify({ ...asked, parameters });
    const response = await fetch(`${base}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal,
      // What is being saved while the page closes still arrives.
      keepalive: action === "text" && body.length < MOST_KEPT_ALIVE,
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused(detailOf(answer) ?? `Status ${response.status}`);
    return answer as Answer; // The route answers with what the contract says.
  }
  return {
    complete: (text, offset, signal) => post("complete", { text, offset }, signal),
    completeField: (text, asked, signal) => post("complete", { text, ...asked }, signal),
    check: (text, signal) => post("check", { text }, signal),
    hover: (text, offset, signal) => post("hover", { text, offset }, signal),
    format: (text) => post("format", { text }),
    form: (text, signal) => post("form", { text }, signal),
    change: (text, changes) => post("form", { text, changes }),
    save: (asked) => post("text", asked),
  };
}

function detailOf(answer: unknown): string | null {
  const detail: unknown = typeof answer === "object" && answer !== null && "detail" in answer
    ? answer.detail
    : null;
  return typeof detail === "string" ? detail : null;
}
