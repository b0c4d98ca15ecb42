/**
 * Reads the notebook that a command names.
 *
 * @module
 */
import { basename } from "node:path";
import { AppError, type Problem } from "@/lib/errors.ts";
import { type Parsed, parseNotebook } from "@/lib/notebook/file/parse.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import { KINDS } from "@/lib/steps/registry.ts";

/** @throws AppError BAD_USAGE where there is no such file, BAD_NOTEBOOK with all its problems */
export async function readNotebook(path: string): Promise<Notebook> {
  const { notebook, problems } = await parseNotebookFile(path);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw refuseProblems(path, errors);
  return notebook;
}

/** Reads a notebook with all that is wrong with its form. @throws AppError BAD_USAGE, BAD_NOTEBOOK */
export async function parseNotebookFile(path: string): Promise<Parsed> {
  const parsed = parseNotebook(await readText(path), { fileName: path, kinds: KINDS });
  const hasCells = parsed.notebook.blocks.some(({ type }) => type === "cell");
  return hasCells || parsed.problems.length > 0
    ? parsed
    : { ...parsed, problems: [refuseEmpty(path)] };
}

/** An editor may hold a notebook without cells; to run one is a slip. */
function refuseEmpty(path: string): Problem {
  return {
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: "Cannot use a file as a notebook as it must have a cell: current value is none",
    place: { file: path, line: 1, column: 1 },
    remedy: path.endsWith(".md")
      ? "Add a fenced block such as ```load orders"
      : `To see what a file of rows holds: deno task inspect ${path}`,
  };
}

/** Refuses a notebook for its problems. */
export function refuseProblems(path: string, problems: readonly Problem[]): AppError {
  const code = problems.every((problem) => problem.code === "BAD_USAGE")
    ? "BAD_USAGE"
    : "BAD_NOTEBOOK";
  return new AppError(code, `Cannot run ${path} as it has ${problems.length} problems`, {
    problems,
  });
}

/** Returns what a notebook is called: its title, else its file's name. */
export function titleOf({ head }: Notebook, path: string): string {
  return head.title ?? basename(path, ".md");
}

async function readText(path: string): Promise<string> {
  try {
    // What a device gives need not end.
    if ((await Deno.stat(path)).isCharDevice) {
      throw new AppError(
        "BAD_USAGE",
        `Cannot read a notebook as it must be a file: current value is "${path}"`,
      );
    }
    return await Deno.readTextFile(path);
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    const isFolder = error instanceof Deno.errors.IsADirectory ||
      (error instanceof Error && "code" in error && error.code === "EISDIR");
    const forbidden = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable;
    if (!missing && !isFolder && !forbidden) throw error;
    const rule = missing
      ? "there is no such notebook"
      : isFolder
      ? "it must be a file"
      : "it may not be read";
    throw new AppError(
      "BAD_USAGE",
      `Cannot read a notebook as ${rule}: current value is "${path}"`,
    );
  }
}
