/**
 * The text editor proper, loaded when a person edits a cell as text: CodeMirror with completion,
 * markers and documentation from the workspace. Tab is left for leaving.
 *
 * @module
 */
import {
  autocompletion,
  closeCompletion,
  type Completion as Option,
  type CompletionContext,
  completionKeymap,
  type CompletionResult,
  completionStatus,
  startCompletion,
} from "@codemirror/autocomplete";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, tooltips, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { minimalSetup } from "codemirror";
import type { Completion, Marker } from "@/lib/workspace/editor/contract.ts";
import type { CellAsker } from "./ask.ts";
import { drawMarkdown } from "./markdown.ts";

/** What the editor is made with. */
export interface CodeOptions {
  readonly text: string;
  readonly label: string;
  readonly asker: CellAsker;
  readonly onChange: (text: string) => void;
  readonly onMarkers: (markers: readonly Marker[]) => void;
  readonly onLeave: () => void;
  readonly onRun: () => void;
  readonly onFormat: () => void;
}

/** A mounted editor. */
export interface CodeEditor {
  focus(): void;
  /** Puts another text in, where it is another; the cursor stays where it can. */
  setText(text: string): void;
  /** Moves the cursor to an offset and shows it. */
  goTo(offset: number): void;
  remove(): void;
}

/** How long typing must pause before the text is checked. */
const CHECK_MILLISECONDS = 300;

/** Puts the editor into an element. */
export function mountCode(parent: HTMLElement, options: CodeOptions): CodeEditor {
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: options.text, extensions: extensionsOf(options) }),
  });
  return {
    focus: () => view.focus(),
    setText(text) {
      const before = view.state.doc.toString();
      if (text === before) return;
      const { head } = view.state.selection.main;
      view.dispatch({
        changes: { from: 0, to: before.length, insert: text },
        selection: { anchor: Math.min(head, text.length) },
      });
    },
    goTo(offset) {
      const anchor = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
    remove: () => view.destroy(),
  };
}

function extensionsOf(options: CodeOptions): Extension {
  const { asker, label, onChange, onLeave, onRun, onFormat } = options;
  const act = (action: () => void) => () => {
    action();
    return true;
  };
  const run = (view: EditorView) => {
    // A list that comes late would take the next Escape for itself.
    closeCompletion(view);
    return act(onRun)();
  };
  const leave = (view: EditorView) => {
    // Only a list that is seen takes an Escape: one that is on its way is given up with the editor.
    if (completionStatus(view.state) === "active") return closeCompletion(view);
    closeCompletion(view);
    return act(onLeave)();
  };
  return [
    // Before the keys of the editor itself, and after those of an open list of completions.
    keymap.of([
      { key: "Escape", run: leave },
      ...completionKeymap,
      { key: "Shift-Enter", run },
      { key: "Mod-Enter", run },
      { key: "Shift-Alt-f", run: act(onFormat) },
    ]),
    minimalSetup,
    yaml(),
    bracketMatching(),
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    syntaxHighlighting(COLOURS),
    autocompletion({ override: [completionSource(asker)], defaultKeymap: false, icons: false }),
    linter(markerSource(options), { delay: CHECK_MILLISECONDS }),
    hoverTooltip((view, offset) => documentationAt(view, offset, asker), { hoverTime: 350 }),
    tooltips({ position: "absolute" }),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      onChange(update.state.doc.toString());
      if (asksForValue(update)) startCompletion(update.view);
    }),
  ];
}

/** A space after a colon, dash, comma or bracket asks what may stand there. */
function asksForValue({ transactions, state }: ViewUpdate): boolean {
  const isTyped = transactions.some((one) => one.isUserEvent("input.type"));
  const { head } = state.selection.main;
  return isTyped && /(?:[:,\-] |[[{] ?|\$\{)$/.test(state.sliceDoc(Math.max(0, head - 2), head));
}

function completionSource(asker: CellAsker) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[\p{L}\p{N}_${]+$/u);
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
    if (!context.explicit && word === null && !/[ ,[{.]/.test(before)) return null;
    const controller = new AbortController();
    context.addEventListener("abort", () => controller.abort());
    const text = context.state.doc.toString();
    try {
      const found = await asker.complete(text, context.pos, controller.signal);
      const from = found[0]?.from ?? context.pos;
      return {
        from,
        options: found.filter((one) => one.from === from).map(optionOf),
        validFor: /^[\p{L}\p{N}_]*$/u,
      };
    } catch {
      return null; // Typing goes on without it.
    }
  };
}

function optionOf({ label, insert, type, detail, documentation }: Completion, i: number): Option {
  return {
    label,
    apply: insert,
    type,
    // Ours come with the likeliest first.
    boost: Math.max(-99, 50 - i),
    ...(detail === null ? {} : { detail }),
    ...(documentation === null ? {} : { info: () => drawMarkdown(documentation) }),
  };
}

/** Checks the newest text only. */
function markerSource({ asker, onMarkers }: CodeOptions) {
  let checking: AbortController | null = null;
  return async (view: EditorView): Promise<readonly Diagnostic[]> => {
    checking?.abort();
    const controller = new AbortController();
    checking = controller;
    const { doc } = view.state;
    try {
      const markers = await asker.check(doc.toString(), controller.signal);
      if (view.state.doc === doc) onMarkers(markers);
      return markers.map(({ from, to, problem }) => ({
        from: Math.min(from, doc.length),
        to: Math.min(to, doc.length),
        severity: problem.severity,
        message: problem.remedy === null
          ? problem.message
          : `${problem.message}\n${problem.remedy}`,
      }));
    } catch {
      return []; // The next check says it.
    }
  };
}

async function documentationAt(view: EditorView, offset: number, asker: CellAsker) {
  const { signal } = new AbortController();
  const found = await asker.hover(view.state.doc.toString(), offset, signal).catch(() => null);
  if (found === null) return null;
  return {
    pos: found.from,
    end: found.to,
    above: true,
    create: () => ({ dom: drawMarkdown(found.markdown) }),
  };
}

/** The page's own colours, so that light and dark follow it. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.lineComment, tags.meta], color: "var(--grey-1)", fontStyle: "italic" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--grey-1)" },
  { tag: tags.invalid, color: "var(--failed)" },
]);
