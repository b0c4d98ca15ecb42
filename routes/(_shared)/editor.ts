/**
 * What the routes of a cell's editor share.
 *
 * @module
 */
import type { Context } from "@daybook/web";
import { AppError } from "@/lib/errors.ts";
import type { EditorAsked } from "@/lib/workspace/editor/contract.ts";
import { readEditorAsked } from "@/lib/workspace/editor/read_asked.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { EditOutcome } from "@/lib/workspace/notebooks/revision_view.ts";
import { refuseNul } from "@/lib/web/read_body.ts";
import type { State } from "./define.ts";

/** No cell's text is longer. */
const MAX_LETTERS = 4_000_000;

/** A request of an editor's script. */
export interface EditorRequest {
  readonly asked: EditorAsked;
  /** All that was sent. */
  readonly sent: unknown;
}

/** Reads what an editor's script asks. @throws AppError BAD_PARAMETER, BAD_USAGE, FILE_TOO_LARGE */
export async function readEditorRequest(ctx: Context<State>): Promise<EditorRequest> {
  const text = await readLimited(ctx.req);
  let sent: unknown;
  try {
    sent = JSON.parse(text, (_, value) => {
      if (typeof value === "string") refuseNul(value);
      return value;
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    const shown = JSON.stringify(text.slice(0, 40));
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot answer as the request must be JSON: current value is ${shown}`,
      { cause: error },
    );
  }
  return { sent, asked: readEditorAsked(sent, cellOf(ctx)) };
}

/** Returns the notebook and the cell that an address names. */
export function cellOf({ params }: Context<State>): {
  readonly notebook: string;
  readonly cell: string;
} {
  return { notebook: params.notebook, cell: params.cell };
}

/** Whether a browser posted a form by itself. */
export function isPosted({ headers }: Request): boolean {
  return headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** A form that a browser posted by itself. */
export interface PostedForm {
  readonly fields: readonly (readonly [string, string])[];
  readonly revision: number;
  /** The page that it came from. */
  readonly back: string;
  readonly run: boolean;
  /** Whether a part of the form was added, moved or removed, so that there is more to fill in. */
  readonly goesOn: boolean;
  /** As they stand in the page's address. */
  readonly parameters: GivenParameters;
}

/** Names in a page's address that are no parameters of its notebook. */
const NO_PARAMETERS = ["edit-cell", "edit-prose", "add-at", "edit-as"];

/** Reads a posted form. @throws AppError BAD_PARAMETER, BAD_USAGE, FILE_TOO_LARGE */
export async function readPosted({ req, params }: Context<State>): Promise<PostedForm> {
  const fields = [...new URLSearchParams(await readLimited(req))];
  for (const [, value] of fields) refuseNul(value);
  const valueOf = (name: string) => fields.find(([other]) => other === name)?.[1];
  const home = `/notebooks/${encodeURIComponent(params.notebook)}`;
  const back = valueOf("back") ?? home;
  // Nobody is sent to another page, or to another site.
  const isOwn = back === home || back.startsWith(`${home}?`);
  const address = isOwn ? back : home;
  const query = [...new URLSearchParams(address.split("?")[1] ?? "")];
  return {
    fields,
    revision: Number(valueOf("revision")) || 0,
    back: address,
    run: valueOf("then") === "run",
    goesOn: ["add", "up", "remove"].some((name) => valueOf(name) !== undefined),
    parameters: Object.fromEntries(query.filter(([name]) => !NO_PARAMETERS.includes(name))),
  };
}

/** Where a browser goes after a form was saved; what could not be saved is told there. */
export function afterSaving(
  { back, goesOn }: PostedForm,
  { cell, outcome }: { readonly cell: string; readonly outcome: EditOutcome },
): string {
  const told = new URLSearchParams({
    ...(goesOn ? { "edit-cell": cell, "edit-as": "form" } : {}),
    ...(outcome.type === "conflict" ? { "conflict-in": cell } : {}),
  });
  const joint = back.includes("?") ? "&" : "?";
  const query = told.size === 0 ? "" : `${joint}${told}`;
  return `${back}${query}#cell-${encodeURIComponent(cell)}`;
}

async function readLimited(request: Request): Promise<string> {
  const text = await request.text();
  if (text.length <= MAX_LETTERS) return text;
  throw new AppError(
    "FILE_TOO_LARGE",
    `Cannot take a cell of more than ${MAX_LETTERS} letters: current value is ${text.length}`,
  );
}
