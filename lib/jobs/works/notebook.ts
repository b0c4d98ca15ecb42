/**
 * Runs a notebook by the clock, and sends what its summaries say.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { notebookRight } from "@/lib/workspace/sharing/rights.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { MailHindrance } from "@/lib/workspace/mail/contract.ts";
import type { GivenParameters, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { requireParameters } from "@/lib/workspace/notebooks/require_parameters.ts";
import type { RunView } from "@/lib/workspace/notebooks/run_view.ts";
import type { Worked } from "@/lib/jobs/scheduler.ts";
import type { WorkServices } from "./work_services.ts";

/** What is run, and for whom. */
export interface NotebookAsked {
  readonly notebook: string;
  readonly parameters: GivenParameters;
  readonly sends: boolean;
  /** The id of the account that said so last; `null` where it was the workspace's owner. */
  readonly maker: string | null;
}

/**
 * Runs a notebook, then sends its letters.
 *
 * @throws AppError NOT_GRANTED once who scheduled it may not edit it any more; what the first cell that
 * failed was told
 */
export async function runScheduled(
  asked: NotebookAsked,
  services: WorkServices,
  signal: AbortSignal,
): Promise<Worked> {
  const by: Asker = asked.maker === null ? { type: "owner" } : { type: "account", id: asked.maker };
  await demandMaker(asked, services, by);
  // The notebook may have changed since: a default is not what was asked for.
  const { notebook: id, parameters } = asked;
  await requireParameters(services.notebooks, { id, parameters });
  const { id: run, cells } = await runNotebook(asked, services, signal);
  const computed = cells.filter(({ origin }) => origin === "computed").length;
  const told = { cells: cells.length, computed };
  if (!asked.sends) return { told, run };
  const letters = await sendAll(asked, services, { by, signal });
  return { told: { ...told, letters }, run };
}

/** What is scheduled is done for who said so, for as long as they may. */
async function demandMaker(
  { notebook }: NotebookAsked,
  { database }: WorkServices,
  by: Asker,
): Promise<void> {
  const right = await notebookRight(database, { notebook, by });
  if (right === "edit" || right === "own") return;
  throw new AppError(
    "NOT_GRANTED",
    `Cannot run the notebook as who scheduled it must be allowed to edit it: ` +
      `current value is "${right}"`,
  );
}

/** Runs a notebook to its end. @throws AppError of the first cell that failed; CANCELLED */
export async function runNotebook(
  { notebook: id, parameters }: Pick<NotebookAsked, "notebook" | "parameters">,
  { notebooks }: Pick<WorkServices, "notebooks">,
  signal: AbortSignal,
): Promise<RunView> {
  signal.throwIfAborted();
  const { run } = await notebooks.run({ id, what: { type: "all" }, parameters });
  const stop = () => void notebooks.cancel({ id, run }).catch(() => {}); // Its end is told below.
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const event of notebooks.followRun({ id, run })) {
      if (event.type === "ended") return requireDone(event.run, signal);
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
  throw new AppError("CANCELLED", "Cannot tell how the run ended as it is told no more");
}

function requireDone(run: RunView, signal: AbortSignal): RunView {
  signal.throwIfAborted();
  if (run.state === "done") return run;
  const failed = run.cells.filter(({ state }) => state === "failed");
  const [first] = failed.flatMap(({ name, problems }) =>
    problems.map((problem) => ({ name, ...problem }))
  );
  if (first === undefined) {
    throw new AppError(
      "CANCELLED",
      `Cannot use the run as it must have ended well: current value is "${run.state}"`,
    );
  }
  const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
  throw new AppError(first.code, `${first.message}, in the cell "${first.name}"${others}`);
}

/** Sends the letters of all summaries that are for somebody; returns how many. */
async function sendAll(
  { notebook, parameters }: NotebookAsked,
  { notebooks, mail, origin }: WorkServices,
  { by, signal }: { readonly by: Asker; readonly signal: AbortSignal },
): Promise<number> {
  const view = await notebooks.open({ id: notebook, parameters });
  let letters = 0;
  for (const cell of summariesOf(view)) {
    signal.throwIfAborted();
    const asked = { notebook, cell, parameters, origin: await origin() };
    const { digest, recipients, hindrance } = await mail.preview(asked);
    // Not every summary is for somebody.
    if (recipients.length === 0 || hindrance === "no_recipients") continue;
    if (hindrance !== null) throw hinderedBy(hindrance, cell);
    const sent = await mail.send({ ...asked, digest, again: false, by });
    if (sent.type === "begun") letters += sent.letters;
    else throw hinderedBy("not_fresh", cell);
  }
  return letters;
}

/** Returns the names of its summaries. */
function summariesOf({ blocks }: NotebookView): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === "cell" && block.cell.kind === "summary" ? [block.cell.name] : []
  );
}

const HINDRANCES: Readonly<Record<Exclude<MailHindrance, "no_recipients">, string>> = {
  not_configured: "mail must be set up (see docs/mail.md)",
  no_webhook_secret: "WEBHOOK_SECRET must be set",
  not_fresh: "what it tells must not have changed since it ran",
};

function hinderedBy(hindrance: keyof typeof HINDRANCES, cell: string): AppError {
  return new AppError(
    hindrance === "not_fresh" ? "CONFLICT" : "OUTSIDE_FAILED",
    `Cannot send the summary "${cell}" as ${HINDRANCES[hindrance]}`,
  );
}
