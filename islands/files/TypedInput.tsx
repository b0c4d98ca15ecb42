import { useSignal } from "@preact/signals";

interface TypedInputProps {
  readonly name: string;
  readonly value: string;
  readonly class?: string;
  readonly type?: "text" | "number";
  readonly min?: number;
  readonly title?: string;
  readonly placeholder?: string;
  /** The id of a list of suggestions. */
  readonly list?: string;
  readonly "aria-label"?: string;
}

/** An input that keeps what is being typed while the page around it is drawn anew. */
export function TypedInput({ value, ...attributes }: TypedInputProps) {
  const typed = useSignal<string | null>(null);
  return (
    <input
      {...attributes}
      value={typed.value ?? value}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => {
        typed.value = currentTarget.value;
      }}
    />
  );
}
