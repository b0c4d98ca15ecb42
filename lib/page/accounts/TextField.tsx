import type { ComponentChildren } from "preact";

/** The kinds of field there are; a browser checks each in its own way. */
type FieldType = "text" | "email" | "password" | "date";

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: FieldType;
  readonly value?: string;
  /** What a browser may fill in, such as `current-password`. */
  readonly autocomplete?: string;
  /** What is wrong with what was sent, and what to do; `null` where nothing is. */
  readonly fault?: string | null;
  /** What is to be known before it is filled in. */
  readonly hint?: string;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly autofocus?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Something beside the label, such as a link. */
  readonly children?: ComponentChildren;
}

/** A labelled field, with its hint, and with what is wrong said below it. */
export function TextField(props: TextFieldProps) {
  const { name, label, type = "text", fault = null, hint, children } = props;
  const described = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(fault === null ? [] : [`${name}-fault`]),
  ];
  return (
    <div class="field">
      <div class="label-row">
        <label for={name}>{label}</label>
        {children}
      </div>
      <input
        id={name}
        name={name}
        {...typed(type)}
        value={props.value}
        required={props.required ?? true}
        readOnly={props.readOnly}
        autofocus={props.autofocus}
        autocomplete={props.autocomplete ?? "off"}
        minLength={props.minLength}
        maxLength={props.maxLength}
        spellcheck={false}
        autocapitalize={type === "text" ? undefined : "none"}
        aria-invalid={fault === null ? undefined : true}
        aria-describedby={described.length === 0 ? undefined : described.join(" ")}
      />
      {hint !== undefined && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      {fault !== null && <p class="fault" id={`${name}-fault`} role="alert">{fault}</p>}
    </div>
  );
}

/** Returns the type as one of a text: types differ in what else they take, and none of it is used here. */
function typed(type: FieldType) {
  return { type } as { readonly type: "text" };
}
