import { useEffect, useRef } from "preact/hooks";
import type { CellAsker } from "./ask.ts";
import type { CodeEditor } from "./code_mirror.ts";
import type { Marker } from "@/lib/workspace/editor/contract.ts";

/** What the text editor is given. */
export interface TextEditorProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  /** Counts the texts that were not typed here. */
  readonly given: number;
  readonly asker: CellAsker;
  readonly onText: (text: string) => void;
  readonly onMarkers: (markers: readonly Marker[]) => void;
  readonly onLeave: () => void;
  readonly onRun: () => void;
  readonly onFormat: () => void;
}

/** A body as text: a plain box that posts, over which the editor proper comes once it is loaded. */
export function TextEditor(props: TextEditorProps) {
  const { id, label, text, given, onText, onLeave, onRun } = props;
  const holder = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  // The editor outlives a drawing: it always calls what was drawn last.
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let isGone = false;
    import("./code_mirror.ts").then(({ mountCode }) => {
      if (isGone || holder.current === null || box.current === null) return;
      const hadFocus = document.activeElement === box.current;
      const caret = box.current.selectionStart;
      editor.current = mountCode(holder.current, {
        label,
        text: box.current.value,
        asker: props.asker,
        onChange: (changed) => latest.current.onText(changed),
        onMarkers: (markers) => latest.current.onMarkers(markers),
        onLeave: () => latest.current.onLeave(),
        onRun: () => latest.current.onRun(),
        onFormat: () => latest.current.onFormat(),
      });
      box.current.hidden = true;
      if (hadFocus) editor.current.goTo(caret);
    }, () => {}); // The plain box stays.
    return () => {
      isGone = true;
      editor.current?.remove();
      editor.current = null;
    };
  }, []);

  // What is typed is drawn later than it is typed: only other texts are put in.
  useEffect(() => editor.current?.setText(text), [given]);

  // Spread, since a value that stands in the element is drawn as an attribute, which shows nothing.
  const content = { value: text };
  return (
    <div class="text-editor" ref={holder}>
      <textarea
        ref={box}
        id={id}
        name="text"
        class="code"
        aria-label={label}
        rows={Math.min(30, Math.max(4, text.split("\n").length + 1))}
        spellcheck={false}
        autocapitalize="off"
        {...content}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onLeave();
          else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) {
            onRun();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </div>
  );
}
