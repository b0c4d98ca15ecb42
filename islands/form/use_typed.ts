/**
 * Text in a box: what is typed stays until it was taken over, whenever the answer comes.
 *
 * @module
 */
import { useEffect, useRef, useState } from "preact/hooks";

/** How long typing must pause before it is taken over. */
const PAUSE_MILLISECONDS = 500;

/** What a box is given. */
export interface TypedProps {
  readonly value: string;
  readonly onInput: (event: InputEvent) => void;
  readonly onBlur: () => void;
  readonly onChange: () => void;
}

/** The props of a box that shows a value and tells what it becomes. */
export interface Typed {
  readonly typed: TypedProps;
  /** Takes what was chosen rather than typed. */
  readonly put: (text: string) => void;
}

/** Follows what is typed into a box. */
export function useTyped(value: string, onTyped: (text: string) => void): Typed {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const told = useRef<string | null>(null);
  const tell = (text: string) => {
    clearTimeout(timer.current);
    if (text === told.current || (told.current === null && text === value)) return;
    told.current = text;
    onTyped(text);
  };
  useEffect(() => {
    // The answer has what was typed: from here on the value is shown.
    if (typed !== null && typed === value) {
      setTyped(null);
      told.current = null;
    }
  }, [value, typed]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const flush = () => {
    if (typed !== null) tell(typed);
  };
  const put = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(text), PAUSE_MILLISECONDS);
  };
  return {
    put,
    typed: {
      value: typed ?? value,
      // The box is what the event was heard at.
      onInput: (event) => put((event.currentTarget as HTMLInputElement).value),
      onBlur: flush,
      // Enter tells it too, before it submits.
      onChange: flush,
    },
  };
}
