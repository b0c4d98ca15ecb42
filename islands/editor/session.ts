/**
 * One cell while it is edited, as form or as text: both are views of one body. What is typed is
 * never held up by an answer, and never overwritten by a late one.
 *
 * @module
 */
import type { FormView } from "@/lib/steps/form/form.ts";
import type { FormChange } from "@/lib/workspace/editor/contract.ts";
import { type CellAsker, Refused } from "./ask.ts";
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
  /** Counts how often somebody else's text was taken: what boxes still hold of one's own goes then. */
  readonly taken: number;
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
  /** Ends a conflict. "theirs" is what is kept by then, be it newer than what was told of. */
  settle(choice: "mine" | "theirs"): Promise<void>;
  /** Whether a page that closes now would take something along that is on its way at best. */
  wouldLose(): boolean;
  close(): void;
}

/** Others may save again and again while theirs is asked for. */
const MOST_TRIES = 3;

/** A longer text does not leave any more while its page closes. */
const LEAVES_LAST = 10_000;

/** Begins to edit a cell. */
export function createSession(options: SessionOptions): Session {
  const { asker } = options;
  let view: SessionView = {
    text: options.text,
    given: 0,
    taken: 0,
    form: options.form,
    status: { type: "saved" },
  };
  let base = options.text;
  let kept = options.text;
  let waiting: FormChange[] = [];
  let changing: Promise<void> | null = null;
  // One after the other: the same text saved twice at once would be somebody else's the second time.
  let line: Promise<void> = Promise.resolve();
  /** The text that is on its way. */
  let sent: string | null = null;

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

  const isConflict = () => view.status.type === "conflict";
  const showUnsaved = (changed: Partial<SessionView> = {}) =>
    show(isConflict() ? changed : { ...changed, status: { type: "unsaved" } });

  async function applyWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const changes = waiting;
      const { text, taken } = view;
      waiting = [];
      try {
        const changed = await asker.change(text, changes);
        // They were made to a text that was given up.
        if (view.taken !== taken) continue;
        // What was typed as text meanwhile stands; the changes are made to it instead.
        if (view.text !== text) waiting = [...changes, ...waiting];
        else showUnsaved({ ...changed, given: view.given + 1 });
      } catch (error) {
        if (view.taken !== taken) continue;
        // What was lost on its way is sent once more by the next that is to be saved.
        if (!(error instanceof Refused)) waiting = [...changes, ...waiting];
        fail(error);
        return;
      }
    }
  }

  async function settleChanges(): Promise<void> {
    changing ??= applyWaiting().finally(() => changing = null);
    await changing;
  }

  function save({ run }: { readonly run: boolean }): Promise<void> {
    saves.stop();
    return line = line.then(async () => {
      await settleChanges();
      if (isConflict() || waiting.length > 0) return;
      if (view.text !== kept || run) await keep(run).catch(fail);
      else if (view.status.type === "unsaved") show({ status: { type: "saved" } });
    });
  }

  async function keep(run: boolean): Promise<void> {
    const { text } = view;
    show({ status: { type: "saving" } });
    sent = text;
    const saved = await asker.save({
      text,
      base,
      revision: options.revision(),
      editor: options.editor,
      run,
    }).finally(() => sent = null);
    if (saved.type === "conflict") {
      // Which revision that is, the page is told with what it changed.
      show({ status: { type: "conflict", theirs: saved.text } });
      return;
    }
    options.onRevision(saved.revision);
    base = saved.text;
    kept = text;
    const isAll = view.text === text && waiting.length === 0;
    show({ status: { type: isAll ? "saved" : "unsaved" } });
    if (!isAll) saveSoon();
  }

  /** Takes the newest text of theirs, of which this may be the last. */
  async function takeTheirs(told: string): Promise<void> {
    let theirs = told;
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const revision = options.revision();
      const { editor } = options;
      // Their own text, saved upon itself, makes no revision.
      const kept = await asker.save({ text: theirs, base: theirs, revision, editor, run: false });
      if (kept.type === "saved") break;
      if (kept.text === null) return show({ status: { type: "conflict", theirs: null } });
      theirs = kept.text;
    }
    const form = await asker.form(theirs, new AbortController().signal).catch(() => null);
    saves.stop();
    waiting = [];
    base = theirs;
    kept = theirs;
    const { given, taken } = view;
    show({ text: theirs, form, given: given + 1, taken: taken + 1, status: { type: "saved" } });
  }

  return {
    view: () => view,
    setText(text) {
      if (text === view.text) return;
      showUnsaved({ text });
      if (!isConflict()) saveSoon();
    },
    change(changes) {
      waiting.push(...changes);
      showUnsaved();
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
        showUnsaved({ text: formatted.text, given: view.given + 1 });
        if (!isConflict()) saveSoon();
      }
    },
    save: ({ run = false } = {}) => save({ run }),
    async settle(choice) {
      if (view.status.type !== "conflict") return;
      const { theirs } = view.status;
      if (choice === "theirs" && theirs !== null) {
        await (line = line.then(() => takeTheirs(theirs)).catch(fail));
        if (view.form === null) this.refreshForm();
      } else {
        base = theirs ?? base;
        show({ status: { type: "unsaved" } });
        saveSoon();
      }
    },
    wouldLose: () =>
      view.status.type === "conflict" || view.status.type === "failed" ||
      waiting.length > 0 || changing !== null ||
      (view.text !== kept && (sent !== null || view.text.length > LEAVES_LAST) &&
        view.text !== sent),
    close() {
      forms.stop();
      saves.stop();
    },
  };
}
