/**
 * What every command does around its work: Ctrl-C, errors in words, the exit code.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { EXIT } from "./exit_code.ts";
import { visible } from "@/lib/chart/plain.ts";
import { problemLines } from "./problem_lines.ts";

/** How long work that was cancelled may take to put its things away, unless told otherwise. */
const GRACE_MILLISECONDS = 1500;

/**
 * Runs a command's work and ends the process with the code that it returns. A
 * refusal is told in words; anything else is a bug, logged with its stack.
 */
export async function runCommand(
  work: (signal: AbortSignal) => Promise<number>,
  { graceMilliseconds = GRACE_MILLISECONDS }: { readonly graceMilliseconds?: number } = {},
): Promise<never> {
  const controller = new AbortController();
  const cancel = () => {
    // The second one does not wait for what the first one stops.
    if (controller.signal.aborted) Deno.exit(EXIT.cancelled);
    controller.abort(new AppError("CANCELLED", "Cancelled"));
    // A database that is still starting can't be asked to stop: it ends with this process.
    setTimeout(() => Deno.exit(tellCancelled()), graceMilliseconds);
  };
  Deno.addSignalListener("SIGINT", cancel);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", cancel);
  let code: number;
  try {
    code = await work(controller.signal);
  } catch (error) {
    code = tellError(error, controller.signal);
  }
  Deno.exit(code);
}

/** Tells of what stopped a command, and returns the exit code for it. */
export function tellError(error: unknown, signal: AbortSignal): number {
  if (signal.aborted || (error instanceof AppError && error.code === "CANCELLED")) {
    return tellCancelled();
  }
  // Whoever reads what is told has gone, as head does: there is nobody left to tell it.
  if (error instanceof Deno.errors.BrokenPipe) return EXIT.failed;
  if (!(error instanceof AppError)) {
    createLog({ level: "error" }).error("command.error", { error });
    console.error("error: Internal error: this is a bug of Daybook, and was logged above");
    return EXIT.failed;
  }
  const { problems, message } = error;
  const lines = problems.length > 0
    ? problems.flatMap(problemLines)
    : [visible(`error: ${message}`)];
  console.error(lines.join("\n"));
  return isWrongUse(error) ? EXIT.wrongUse : EXIT.failed;
}

function tellCancelled(): number {
  console.error("Cancelled");
  return EXIT.cancelled;
}

/** Whether the words, the settings or the notebook are at fault, not the data or the machine. */
function isWrongUse({ code }: AppError): boolean {
  return ["BAD_USAGE", "BAD_SETTING", "BAD_NOTEBOOK", "BAD_PARAMETER"].includes(code);
}
