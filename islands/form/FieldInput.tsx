import type {
  Choice,
  FieldControl,
  FieldMark,
  FieldScalar,
  FieldValue,
  FormField,
} from "@/lib/steps/form/form.ts";
import { nameOf, splitWords } from "@/lib/steps/form/names.ts";
import { readScalar, scalarText } from "@/lib/steps/form/scalar.ts";
import { ExpressionInput } from "./ExpressionInput.tsx";
import type { CompleteField } from "./spot.ts";
import { useTyped } from "./use_typed.ts";

/** What the input of one value is given. */
export interface FieldInputProps {
  readonly field: FormField;
  readonly id: string;
  /** The id of what is said below it. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** What is wrong in an expression, by its letters. */
  readonly marks: readonly FieldMark[];
  readonly onComplete: CompleteField;
  /** Takes the value, `null` where it was emptied. */
  readonly onValue: (value: FieldValue) => void;
  /** Takes a value as YAML. */
  readonly onYaml: (yaml: string) => void;
}

type BoxProps<Type extends FieldControl["type"]> = FieldInputProps & {
  readonly control: Extract<FieldControl, { readonly type: Type }>;
};

/** The input of one value; it posts under the name of its path. */
export function FieldInput(props: FieldInputProps) {
  const { control } = props.field;
  switch (control.type) {
    case "text":
    case "suggested":
    case "number":
    case "scalar":
      return <LineInput {...props} control={control} />;
    case "expression":
      return (
        <ExpressionInput
          common={commonProps(props)}
          value={control.value}
          path={props.field.path}
          title={props.field.title}
          placeholder={props.field.placeholder}
          marks={props.marks}
          onComplete={props.onComplete}
          onValue={props.onValue}
        />
      );
    case "lines":
    case "yaml":
      return <TextInput {...props} control={control} />;
    case "choice":
    case "boolean":
      return <ChoiceInput {...props} control={control} />;
    case "several":
      return <SeveralInput {...props} control={control} />;
    case "group":
    case "variant":
    case "list":
    case "named":
      return null;
  }
}

function commonProps({ field, id, describedBy, invalid }: FieldInputProps) {
  return {
    id,
    name: nameOf(field.path),
    "aria-describedby": describedBy,
    "aria-invalid": invalid ? "true" as const : undefined,
    "aria-required": field.required ? "true" as const : undefined,
  };
}

function LineInput(props: BoxProps<"text" | "suggested" | "number" | "scalar">) {
  const { field, control, id, onValue } = props;
  const shown = control.value === null
    ? ""
    : control.type === "scalar"
    ? scalarText(control.value)
    : String(control.value);
  const { typed } = useTyped(shown, (text) => {
    const readsScalar = control.type === "scalar" || control.type === "number";
    onValue(text === "" ? null : readsScalar ? readScalar(text) : text);
  });
  const choices = "choices" in control ? control.choices : [];
  const range = control.type === "number"
    ? { inputMode: control.whole ? "numeric" as const : "decimal" as const }
    : {};
  return (
    <>
      <input
        {...commonProps(props)}
        {...range}
        {...typed}
        type="text"
        class={control.type === "number" ? "figure" : undefined}
        placeholder={field.placeholder ?? undefined}
        list={choices.length > 0 ? `${id}-choices` : undefined}
        autocomplete="off"
        spellcheck={false}
      />
      {choices.length > 0 && <ChoiceList id={`${id}-choices`} choices={choices} />}
    </>
  );
}

function ChoiceList({ id, choices }: { readonly id: string; readonly choices: readonly Choice[] }) {
  return (
    <datalist id={id}>
      {choices.map(({ value, detail }) => (
        <option key={value} value={value} label={detail === null ? undefined : detail} />
      ))}
    </datalist>
  );
}

function TextInput(props: BoxProps<"lines" | "yaml">) {
  const { field, control, onValue, onYaml } = props;
  const { typed } = useTyped(control.value?.replace(/\n$/, "") ?? "", (text) => {
    if (control.type === "yaml") return onYaml(text);
    const ending = control.type === "lines" && text.includes("\n") ? "\n" : "";
    onValue(text === "" ? null : text + ending);
  });
  const lines = typed.value.split("\n").length;
  const least = control.type === "lines" ? 3 : 1;
  return (
    <textarea
      {...commonProps(props)}
      {...typed}
      class="code"
      rows={Math.min(16, Math.max(least, lines))}
      placeholder={field.placeholder ?? undefined}
      spellcheck={false}
      autocapitalize="off"
    />
  );
}

function ChoiceInput(props: BoxProps<"choice" | "boolean">) {
  const { field, control, onValue } = props;
  const isBoolean = control.type === "boolean";
  const choices = isBoolean ? YES_AND_NO : control.choices;
  const value = control.value === null ? "" : String(control.value);
  return (
    <select
      {...commonProps(props)}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = currentTarget.value;
        onValue(chosen === "" ? null : isBoolean ? chosen === "true" : chosen);
      }}
    >
      {(!field.required || value === "") && (
        <option value="" selected={value === ""}>
          {field.placeholder === null ? "–" : `${field.placeholder} (default)`}
        </option>
      )}
      {choices.map((one) => (
        <option key={one.value} value={one.value} selected={one.value === value}>
          {one.title}
        </option>
      ))}
    </select>
  );
}

const YES_AND_NO: readonly Choice[] = [
  { value: "true", title: "Yes", detail: null },
  { value: "false", title: "No", detail: null },
];

/** More choices than this are offered while one types. */
const MOST_BOXES = 40;

function SeveralInput(props: BoxProps<"several">) {
  const { field, control, id, describedBy, onValue } = props;
  const { value, choices, open, mixed, all } = control;
  const name = nameOf(field.path);
  const known = choices.map((one) => one.value);
  const own = value.filter((word) => !known.includes(String(word)));
  // Of many choices those that are chosen are boxes, and the others are offered where one is added.
  const isLong = open && choices.length > MOST_BOXES;
  const boxed = isLong ? choices.filter((one) => value.includes(one.value)) : choices;
  const boxes: readonly { readonly value: FieldScalar; readonly title: string }[] = [
    ...boxed.map((one) => ({ value: one.value, title: one.title })),
    ...own.map((word) => ({ value: word, title: String(word) })),
  ];
  const textOf = (word: FieldScalar) => mixed ? scalarText(word) : String(word);
  const { typed: more } = useTyped("", (text) => {
    const added = splitWords(text).map((word) => mixed ? readScalar(word) : word);
    if (added.length > 0) onValue([...value, ...added.filter((word) => !value.includes(word))]);
  });
  const toggle = (word: FieldScalar, on: boolean) => {
    const next = on ? [...value, word] : value.filter((one) => one !== word);
    onValue(next.length === 0 ? null : next);
  };
  return (
    <div
      class="several"
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
    >
      <input type="hidden" name={`shown ${name}`} value="" />
      {all !== null && (
        <label class="box">
          <input
            type="checkbox"
            name={`all ${name}`}
            checked={all}
            onChange={({ currentTarget }) => onValue(currentTarget.checked ? true : null)}
          />
          All
        </label>
      )}
      {boxes.map((box) => (
        <label class="box" key={textOf(box.value)}>
          <input
            type="checkbox"
            name={name}
            value={textOf(box.value)}
            checked={value.includes(box.value)}
            onChange={({ currentTarget }) => toggle(box.value, currentTarget.checked)}
          />
          {box.title}
        </label>
      ))}
      {open && (
        <input
          {...more}
          id={id}
          class="more"
          type="text"
          name={`more ${name}`}
          placeholder="Add"
          aria-label={`Add to ${field.title}`}
          list={isLong ? `${id}-choices` : undefined}
          autocomplete="off"
          spellcheck={false}
        />
      )}
      {isLong && (
        <ChoiceList
          id={`${id}-choices`}
          choices={choices.filter((one) => !boxed.includes(one))}
        />
      )}
    </div>
  );
}
