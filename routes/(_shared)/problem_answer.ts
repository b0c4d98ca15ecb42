/**
 * Answers with what went wrong: programs in JSON, people on a page.
 *
 * @module
 */
import { type Context, page, type PageResponse } from "@daybook/web";
import { AppError, type Problem } from "@/lib/errors.ts";
import { asksAsProgram } from "./asks_as_program.ts";
import type { State } from "./define.ts";
import { problemHeaders, problemOf, problemResponse } from "./problem.ts";
import type { ProblemDetails } from "./problem.ts";

/** What a page says of what went wrong. */
export interface ProblemShown extends Pick<ProblemDetails, "title" | "status" | "detail"> {
  readonly problems: readonly Problem[];
  /** Names the request in the log. */
  readonly requestId: string;
  /** Whether somebody reads a link, and is told nothing of the workspace around it. */
  readonly isReader: boolean;
  /** The notebook that was asked for, where it was deleted and can be restored. */
  readonly deleted: { readonly id: string; readonly title: string } | null;
}

/** Answers programs, and returns what people are shown. */
export async function answerProblem(
  { error, req, url, params, state }: Context<State>,
): Promise<Response | PageResponse<ProblemShown>> {
  const { requestId } = state;
  const problem = problemOf(error, requestId);
  const headers = problemHeaders(error);
  if (asksAsProgram(req, url)) return problemResponse(problem, headers);
  const isReader = url.pathname.startsWith("/s/");
  const isNotebook = problem.status === 404 && url.pathname.startsWith("/notebooks/");
  const deleted = isNotebook && state.session !== null
    ? await findDeleted(state, params.notebook)
    : null;
  const { title, status, detail } = problem;
  const problems = error instanceof AppError ? error.problems : [];
  return page({ title, status, detail, problems, requestId, isReader, deleted }, {
    status,
    headers,
  });
}

/** A page that says what is missing stands, whatever else is. */
async function findDeleted(
  { workspace }: State,
  id: string | undefined,
): Promise<ProblemShown["deleted"]> {
  if (id === undefined) return null;
  const found = await workspace.notebooks.deleted({ id }).catch(() => null);
  return found === null ? null : { id, ...found };
}
