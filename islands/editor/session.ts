/**
 * One cell while it is edited, as form or as text: both are views of one body. What is typed is
 * never held up by an answer, and never overwritten by a late one.
 *
 * @module
 */
import type { FormView } from "@/lib/steps/form/form.ts";
import type { FormChange } from "@/lib/workspace/editor/contract.ts";
import type { CellAsker } from "./ask.ts";
import { createLatest } from "./latest.ts";

/** How the text stands against the one that is kept. */
export type SaveStatus =
  | { readonly type: "saved" }
  | { readonly type: "unsaved" }
  | { readonly type: "saving" }
  /** Somebody else changed this cell meanwhile; `null` where it is gone. */
  | { readonly type: "conflict"; readonly theirs: string | null }
  | { readonly type: "failed"; readonly message: string };

/** What an editor shows. */
export interface SessionView {
  readonly text: string;
  /** Counts the texts that were not typed: an editor takes over these, and no others. */
  readonly given: number;
  /** `null` until it is known. */
  readonly form: FormView | null;
  readonly status: SaveStatus;
}

/** What a session is made with. */
export interface SessionOptions {
  readonly asker: CellAsker;
  readonly text: string;
  readonly form: FormView | null;
  /** The newest revision that the page knows. */
  readonly revision: () => number;
  readonly onRevision: (revision: number) => void;
  readonly onView: (view: SessionView) => void;
  readonly editor: string;
  /** How long typing must pause before it is saved. */
  readonly pauseMilliseconds: number;
}

/** A cell while it is edited. */
export interface Session {
  view(): SessionView;
  /** What was typed as text. */
  setText(text: string): void;
  /** What was filled in; several at once are sent together, in their order. */
  change(changes: readonly FormChange[]): void;
  /** Makes the form follow the text. */
  refreshForm(): void;
  format(): Promise<void>;
  /** Saves at once what is not yet saved; with `run`, runs the cell too. */
  save(options?: { readonly run?: boolean }): Promise<void>;
  /** Ends a conflict. */
  settle(choice: "mine" | "theirs"): void;
  close(): void;
}

/** Begins to edit a cell. */
export function createSession(options: SessionOptions): Session {
  const { asker } = options;
  let view: SessionView = {
    text: options.text,
    given: 0,
    form: options.form,
    status: { type: "saved" },
  };
  let base = options.text;
  let kept = options.text;
  let waiting: FormChange[] = [];
  let changing: Promise<void> | null = null;
  let saving: Promise<void> | null = null;

  const show = (changed: Partial<SessionView>) => {
    view = { ...view, ...changed };
    options.onView(view);
  };
  const fail = (error: unknown) =>
    show({
      status: { type: "failed", message: error instanceof Error ? error.message : String(error) },
    });
  const forms = createLatest(0, fail);
  const saves = createLatest(options.pauseMilliseconds, fail);

  const saveSoon = () => saves.run(() => save({ run: false }));

  async function applyWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const changes = waiting;
      const { text } = view;
      waiting = [];
      try {
        const changed = await asker.change(text, changes);
        // What was typed as text meanwhile stands; the changes are made to it instead.
        if (view.text !== text) waiting = [...changes, ...waiting];
        else show({ ...changed, given: view.given + 1, status: { type: "unsaved" } });
      } catch (error) {
        fail(error);
        return;
      }
    }
  }

  async function settleChanges(): Promise<void> {
    changing ??= applyWaiting().finally(() => changing = null);
    await changing;
  }

  async function save({ run }: { readonly run: boolean }): Promise<void> {
    saves.stop();
    await saving;
    await settleChanges();
    if (view.status.type === "conflict" || (view.text === kept && !run)) return;
    saving = keep(run).catch(fail).finally(() => saving = null);
    await saving;
  }

  async function keep(run: boolean): Promise<void> {
    const { text } = view;
    show({ status: { type: "saving" } });
    const saved = await asker.save({
      text,
      base,
      revision: options.revision(),
      editor: options.editor,
      run,
    });
    options.onRevision(saved.revision);
    if (saved.type === "conflict") {
      show({ status: { type: "conflict", theirs: saved.text } });
      return;
    }
    base = saved.text;
    kept = text;
    show({ status: { type: view.text === text ? "saved" : "unsaved" } });
    if (view.text !== text) saveSoon();
  }

  return {
    view: () => view,
    setText(text) {
      if (text === view.text) return;
      const isConflict = view.status.type === "conflict";
      show(isConflict ? { text } : { text, status: { type: "unsaved" } });
      if (!isConflict) saveSoon();
    },
    change(changes) {
      waiting.push(...changes);
      settleChanges().then(saveSoon);
    },
    refreshForm() {
      const { text } = view;
      forms.run(async (signal) => {
        const form = await asker.form(text, signal);
        if (view.text === text) show({ form });
      });
    },
    async format() {
      const { text } = view;
      const formatted = await asker.format(text);
      if (view.text === text && formatted.text !== text) {
        show({ text: formatted.text, given: view.given + 1, status: { type: "unsaved" } });
        saveSoon();
      }
    },
    save: ({ run = false } = {}) => save({ run }),
    settle(choice) {
      if (view.status.type !== "conflict") return;
      const { theirs } = view.status;
      base = theirs ?? base;
      if (choice === "theirs" && theirs !== null) {
        kept = theirs;
        show({ text: theirs, given: view.given + 1, status: { type: "saved" } });
        this.refreshForm();
      } else {
        show({ status: { type: "unsaved" } });
        saveSoon();
      }
    },
    close() {
      forms.stop();
      saves.stop();
    },
  };
}
