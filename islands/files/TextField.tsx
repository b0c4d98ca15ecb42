import { TypedInput } from "./TypedInput.tsx";

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What is found, or what may stand here. */
  readonly placeholder?: string;
  readonly hint?: string;
  /** The id of a list of suggestions. */
  readonly list?: string;
  readonly type?: "text" | "number";
}

/** A decision that is typed in; what is being typed stays while the page is drawn anew. */
export function TextField(
  { name, label, value, placeholder, hint, list, type = "text" }: TextFieldProps,
) {
  return (
    <label class="field">
      <span>{label}</span>
      <TypedInput
        name={name}
        type={type}
        min={type === "number" ? 0 : undefined}
        value={value}
        placeholder={placeholder}
        list={list}
      />
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}
