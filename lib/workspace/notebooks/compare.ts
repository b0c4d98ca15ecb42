/**
 * Compares two revisions: the files line by line, and the figures of their results where the
 * catalogue has any.
 *
 * @module
 */
import type { Figures } from "@/lib/steps/step.ts";
import type { RevisionComparison } from "./revision_view.ts";
import { compareTexts } from "./differences.ts";
import { readGiven } from "./given.ts";
import type { OpenNotebook } from "./open_notebook.ts";
import { readText } from "./read_text.ts";
import { loadRevision } from "./store.ts";

type ComparedFigure = RevisionComparison["figures"][number];

/** Compares two revisions by the defaults of their parameters. @throws AppError NOT_FOUND */
export async function compareRevisions(
  open: OpenNotebook,
  { before, after }: { readonly before: number; readonly after: number },
): Promise<RevisionComparison> {
  const { database } = open.shared.services;
  const [old, now] = [
    await loadRevision(database, open.id, before),
    await loadRevision(database, open.id, after),
  ];
  return {
    text: compareTexts(old.text, now.text),
    figures: compareFigures(await figuresOf(open, old.text), await figuresOf(open, now.text)),
  };
}

/** Returns the figures of the cells that have a result, by cell. */
async function figuresOf(open: OpenNotebook, text: string): Promise<ReadonlyMap<string, Figures>> {
  const { planner, services } = open.shared;
  const { notebook } = readText(text);
  const asOf = services.today();
  const given = readGiven(notebook, { given: {}, asOf });
  const { plan } = await planner.plan({ id: open.id, notebook, guard: open.guard, given, asOf });
  return new Map(
    [...plan.cells].flatMap(([name, { stored, step, parameters }]) =>
      stored === null ? [] : [[name, step.summarize(stored.facts, parameters)] as const]
    ),
  );
}

function compareFigures(
  before: ReadonlyMap<string, Figures>,
  after: ReadonlyMap<string, Figures>,
): readonly ComparedFigure[] {
  const cells = new Set([...after.keys(), ...before.keys()]);
  return [...cells].flatMap((cell) => {
    const old = before.get(cell) ?? {};
    const now = after.get(cell) ?? {};
    const paths = new Set([...Object.keys(now), ...Object.keys(old)]);
    return [...paths].map((path) => ({
      cell,
      path,
      title: (now[path] ?? old[path]).title,
      unit: (now[path] ?? old[path]).unit,
      before: old[path]?.value ?? null,
      after: now[path]?.value ?? null,
    }));
  });
}
