import { useEffect, useRef, useState } from "preact/hooks";
import { createLatest } from "@/islands/editor/latest.ts";
import type { FieldMark, FieldPath, FieldValue } from "@/lib/steps/form/form.ts";
import type { Completion } from "@/lib/workspace/editor/contract.ts";
import { accept, asksFor, markParts, narrow, type Offered, step } from "./expression_list.ts";
import type { CompleteField } from "./spot.ts";
import { useTyped } from "./use_typed.ts";

interface ExpressionInputProps {
  /** What every input has: its id, name and description. */
  readonly common: { readonly id: string } & Readonly<Record<string, string | undefined>>;
  readonly value: string | null;
  readonly path: FieldPath;
  readonly title: string;
  readonly placeholder: string | null;
  readonly marks: readonly FieldMark[];
  readonly onComplete: CompleteField;
  readonly onValue: (value: FieldValue) => void;
}

/** How long typing must pause before it is asked how it may go on. */
const ASK_MILLISECONDS = 80;

/** An expression with a list of what may be put in, and its problems under their words. */
export function ExpressionInput(props: ExpressionInputProps) {
  const { common, path, title, placeholder, onComplete, onValue } = props;
  const value = props.value?.replace(/\n$/, "") ?? "";
  const box = useRef<HTMLTextAreaElement>(null);
  const [offered, setOffered] = useState<Offered | null>(null);
  const [asking] = useState(() => createLatest(ASK_MILLISECONDS, () => setOffered(null)));
  const { typed, put } = useTyped(value, (text) => onValue(text === "" ? null : text));
  useEffect(() => () => asking.stop(), []);

  const close = () => {
    asking.stop();
    setOffered(null);
  };
  const ask = ({ value: text, selectionEnd: offset }: HTMLTextAreaElement) =>
    asking.run(async (signal) => {
      const options = await onComplete({ path, value: text }, offset, signal);
      if (signal.aborted) return;
      const isSaid = options.length === 1 &&
        text.slice(options[0].from, offset) === options[0].insert;
      setOffered(options.length === 0 || isSaid ? null : { options, active: 0, offset });
    });
  const take = (option: Completion) => {
    if (offered === null || box.current === null) return;
    const taken = accept(box.current.value, option, offered.offset);
    // At once, since the next key may come before the next drawing.
    box.current.value = taken.text;
    box.current.setSelectionRange(taken.caret, taken.caret);
    put(taken.text);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey && event.key === " " && box.current !== null) ask(box.current);
    else if (offered === null || event.shiftKey || event.ctrlKey || event.metaKey) return;
    else if (event.key === "ArrowDown") setOffered(step(offered, 1));
    else if (event.key === "ArrowUp") setOffered(step(offered, -1));
    else if (event.key === "Enter" || event.key === "Tab") take(offered.options[offered.active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = offered !== null;
  const id = `${common.id}-list`;

  return (
    <div class="expression">
      {typed.value === value && props.marks.length > 0 && (
        <div class="marks code" aria-hidden="true">
          {markParts(value, props.marks).map(({ text, problem }) =>
            problem === null
              ? text
              : <mark key={problem.message} class={problem.severity}>{text}</mark>
          )}
        </div>
      )}
      <textarea
        {...common}
        ref={box}
        class="code"
        value={typed.value}
        rows={Math.min(16, Math.max(1, typed.value.split("\n").length))}
        placeholder={placeholder ?? undefined}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${offered.active}` : undefined}
        onInput={(event) => {
          typed.onInput(event);
          const { value: text, selectionEnd } = event.currentTarget;
          if (!asksFor(text.slice(0, selectionEnd))) return close();
          setOffered(offered && narrow(offered, text, selectionEnd));
          ask(event.currentTarget);
        }}
        onChange={typed.onChange}
        onBlur={() => {
          typed.onBlur();
          close();
        }}
        onClick={close}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <ul class="offers" role="listbox" id={id} aria-label={`What may stand in ${title}`}>
          {offered.options.map((option, i) => (
            <li
              key={option.label}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === offered.active ? "true" : "false"}
              ref={(item) => {
                if (i === offered.active) item?.scrollIntoView({ block: "nearest" });
              }}
              // The box keeps the focus.
              onPointerDown={(event) =>
                event.preventDefault()}
              onClick={() =>
                take(option)}
            >
              {option.label} {option.detail !== null && <span>{option.detail}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
