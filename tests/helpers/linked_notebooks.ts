/**
 * Notebooks as a link sees them, in memory: what is passed in where links are tested by themselves.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { LinkedNotebooks } from "@/lib/workspace/links/open_link.ts";
import type {
  BlockView,
  CellStatus,
  CellView,
  GivenParameters,
  NotebookView,
} from "@/lib/workspace/notebooks/notebook_view.ts";
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";

/** Notebooks that tell what they were asked. */
export interface Shelf extends LinkedNotebooks {
  readonly asked: readonly { readonly method: string; readonly id: string }[];
  put(view: NotebookView): void;
  /** Its view will be this one when a run is begun. */
  putWhenRun(view: NotebookView): void;
  remove(id: string): void;
  /** Ends the first run that somebody follows: its view is this one from then on. */
  endRun(view: NotebookView, parameters: GivenParameters): Promise<void>;
}

/** Makes an empty shelf. */
export function makeShelf(): Shelf {
  const views = new Map<string, NotebookView>();
  const asked: { method: string; id: string }[] = [];
  const whenRun = new Map<string, NotebookView>();
  const followed = Promise.withResolvers<(event: WorkspaceEvent) => void>();
  const find = (method: string, id: string): NotebookView => {
    asked.push({ method, id });
    const view = views.get(id);
    if (view === undefined) throw new AppError("NOT_FOUND", "Cannot open what is not there");
    return view;
  };
  return {
    asked,
    put: (view) => void views.set(view.id, view),
    putWhenRun: (view) => void whenRun.set(view.id, view),
    remove: (id) => void views.delete(id),
    async endRun(view, parameters) {
      const tell = await followed.promise;
      views.set(view.id, view);
      tell({ type: "run", parameters, state: "done" });
    },
    // deno-lint-ignore require-await -- refuses as a promise does
    async open({ id, parameters }) {
      const view = find("open", id);
      return {
        ...view,
        parameters: view.parameters.map((one) =>
          Object.hasOwn(parameters, one.name)
            ? { ...one, value: parameters[one.name], given: true }
            : one
        ),
      };
    },
    // deno-lint-ignore require-await -- refuses as a promise does
    async source({ id }) {
      return { text: find("source", id).title };
    },
    // deno-lint-ignore require-await -- refuses as a promise does
    async run({ id }) {
      const view = find("run", id);
      views.set(id, whenRun.get(id) ?? view);
      return { run: "one" };
    },
    async *follow({ id }) {
      find("follow", id);
      yield { id: "boot:1", event: await new Promise(followed.resolve) };
    },
  };
}

/** The word that no reader may ever see. */
export const SECRET = "s3cr3t";

/** What a test changes of a view. */
export interface ViewOptions {
  readonly id?: string;
  readonly status?: CellStatus;
  readonly value?: number;
  readonly key?: string;
}

/** A notebook with two parameters and two cells, and secrets wherever an owner may have them. */
export function makeView(options: ViewOptions = {}): NotebookView {
  const { id = "sales", status = { state: "fresh" }, value = 12, key = "a".repeat(64) } = options;
  return {
    id,
    title: "Sales",
    description: "By region",
    tags: [SECRET],
    revision: 7,
    canUndo: true,
    canRedo: true,
    formats: ["md", "html", "json"],
    parameters: [
      {
        name: "region",
        declaration: { type: "choice", options: ["North", SECRET], default: "North" },
        value: "North",
        given: false,
        choices: ["North", SECRET],
        problem: null,
      },
      {
        name: "days",
        declaration: { type: "number", default: 28 },
        value: "28",
        given: false,
        choices: [],
        problem: null,
      },
    ],
    blocks: [
      { type: "prose", index: 0, markdown: "# What was sold" },
      cellBlock(1, { name: "orders", kind: "load", status, key: "b".repeat(64), value }),
      cellBlock(2, { name: "daily", kind: "kpi", status, key, value }),
      cellBlock(3, { name: SECRET, kind: "sql", status: { state: "disabled" }, key, value }),
    ],
    problems: [problem()],
    eventId: "boot:0",
    waitsForGrants: false,
  };
}

function cellBlock(
  index: number,
  { name, kind, status, key, value }: Pick<CellView, "name" | "kind" | "status"> & {
    readonly key: string;
    readonly value: number;
  },
): BlockView {
  const shown = status.state === "fresh" || status.state === "stale" || status.state === "running";
  return {
    type: "cell",
    index,
    cell: {
      name,
      kind,
      title: kind,
      parents: [SECRET],
      status,
      text: `connection: ${SECRET}\nquery: select * from ${SECRET}\nfile: /home/${SECRET}.csv`,
      output: !shown ? null : {
        key,
        rows: 1,
        rejected: 0,
        blocks: [
          { type: "problems", problems: [problem()] },
          kind === "load"
            ? { type: "text", paragraphs: [[{ kind: "plain", text: `from ${SECRET}.csv` }]] }
            : {
              type: "number",
              title: "Sold",
              value,
              unit: null,
              change: null,
              better: null,
              history: [],
            },
        ],
        drawings: {},
        // Not in the order of the alphabet, which a page must not make of it.
        figures: {
          total: { value, unit: null, title: "Total" },
          average: { value, unit: null, title: "Average" },
        },
        milliseconds: 5,
        computedAt: "2026-03-01T11:00:00Z",
        origin: "computed",
      },
      problems: [problem()],
      schema: [{ name: SECRET, type: "text", role: "other" }] as unknown as CellView["schema"],
      automatic: true,
    },
  };
}

function problem() {
  return {
    severity: "error",
    code: "FILE_NOT_FOUND",
    message: `Cannot read "/home/${SECRET}.csv"`,
    place: { file: `/home/${SECRET}.md`, cell: "orders", key: SECRET },
    remedy: `Name ${SECRET}`,
  } as const;
}
