import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "@/lib/errors.ts";
import { changeOf } from "@/lib/steps/form/change.ts";
import type { FieldControl, FieldPath, FormField, FormGroup } from "@/lib/steps/form/form.ts";
import { keyOf, nameOf } from "@/lib/steps/form/names.ts";
import type { FormChange } from "@/lib/workspace/editor/contract.ts";
import { FieldInput } from "./FieldInput.tsx";

/** What every part of a form knows. */
export interface FormSpot {
  /** Begins the ids of all inputs. */
  readonly id: string;
  /** All fields, from the top. */
  readonly fields: readonly FormField[];
  readonly problems: readonly Problem[];
  readonly onChange: (changes: readonly FormChange[]) => void;
}

/** Empty fields beyond this are put away. */
const SHOWN_EMPTY = 4;

/** Fields below one another; those that are neither needed nor filled in are put away. */
export function FieldList({ fields, spot }: {
  readonly fields: readonly FormField[];
  readonly spot: FormSpot;
}) {
  // What was put away stays there while it is filled in: nothing jumps.
  const [putAway] = useState(() => new Set(extraFields(fields).map(({ path }) => nameOf(path))));
  const extra = fields.filter(({ path }) => putAway.has(nameOf(path)));
  const shown = fields.filter((field) => !extra.includes(field));
  const draw = (field: FormField) => (
    <FieldRow
      key={nameOf(field.path)}
      field={field}
      spot={spot}
    />
  );
  return (
    <>
      {shown.map(draw)}
      {extra.length > 0 && (
        <details class="extra">
          <summary>More: {extra.map(({ title }) => title).join(", ")}</summary>
          {extra.map(draw)}
        </details>
      )}
    </>
  );
}

function extraFields(fields: readonly FormField[]): readonly FormField[] {
  const empty = fields.filter((field) => !field.required && isEmpty(field.control));
  const first = fields.slice(0, 2);
  const extra = empty.filter((field) => !first.includes(field));
  return fields.length <= SHOWN_EMPTY && extra.length < 3 ? [] : extra;
}

function isEmpty(control: FieldControl): boolean {
  switch (control.type) {
    case "group":
      return control.fields.every((field) => isEmpty(field.control));
    case "variant":
      return control.chosen === null;
    case "list":
    case "named":
      return control.items.length === 0;
    case "several":
      return control.value.length === 0 && control.all !== true;
    case "text":
    case "expression":
    case "lines":
    case "number":
    case "boolean":
    case "choice":
    case "scalar":
    case "suggested":
    case "yaml":
      return control.value === null;
  }
}

function FieldRow({ field, spot }: { readonly field: FormField; readonly spot: FormSpot }) {
  const { control, path } = field;
  switch (control.type) {
    case "group":
      return (
        <Section field={field} spot={spot}>
          <FieldList fields={control.fields} spot={spot} />
        </Section>
      );
    case "variant":
      return <VariantRow field={field} control={control} spot={spot} />;
    case "list":
      return (
        <Section field={field} spot={spot}>
          <ol class="items">
            {control.items.map((item, i) => (
              <ListItem key={`${i}-${item.title}`} item={item} path={[...path, i]} spot={spot} />
            ))}
          </ol>
          <Additions
            path={path}
            additions={control.additions}
            spot={spot}
            at={control.items.length}
          />
        </Section>
      );
    case "named":
      return <NamedRow field={field} control={control} spot={spot} />;
    case "text":
    case "expression":
    case "lines":
    case "number":
    case "boolean":
    case "choice":
    case "scalar":
    case "suggested":
    case "several":
    case "yaml":
      return <InputRow field={field} spot={spot} />;
  }
}

/** A label and its input, with what is wrong with it below. */
function InputRow({ field, spot }: { readonly field: FormField; readonly spot: FormSpot }) {
  const { path, title, unit, description, required } = field;
  const id = `${spot.id}-${keyOf(path)}`;
  const faults = problemsAt(spot.problems, path);
  const notes = [description, ...faults.map(({ message }) => message)].filter((one) =>
    one !== null
  );
  return (
    <div class="form-row">
      <label id={`${id}-label`} for={id}>
        {title}
        {required && <span class="needed" aria-hidden="true">*</span>}
      </label>
      <div class="form-value">
        <FieldInput
          field={field}
          id={id}
          describedBy={notes.length > 0 ? `${id}-notes` : undefined}
          invalid={faults.length > 0}
          onValue={(value) =>
            spot.onChange([{ type: "set_value", ...changeOf(spot.fields, path, value) }])}
          onYaml={(yaml) => spot.onChange([{ type: "set_yaml", path, yaml }])}
        />
        {unit !== null && <span class="unit">{unit}</span>}
        {notes.length > 0 && (
          <div class="notes" id={`${id}-notes`}>
            {description !== null && <p>{description}</p>}
            {faults.map(({ message, remedy }) => (
              <p key={message} class="fault">{message}{remedy === null ? "" : `. ${remedy}`}</p>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

/** The problems of a value, or of a part of it that has no field of its own. */
function problemsAt(problems: readonly Problem[], path: FieldPath): readonly Problem[] {
  const key = keyOf(path);
  return problems.filter(({ place }) => place.key === key || place.key?.startsWith(`${key}[`));
}

function Section({ field, spot, children }: {
  readonly field: FormField;
  readonly spot: FormSpot;
  readonly children: ComponentChildren;
}) {
  const id = `${spot.id}-${keyOf(field.path)}-title`;
  const isTitled = field.title !== "";
  return (
    <div
      class="form-section"
      role="group"
      aria-labelledby={isTitled ? id : undefined}
    >
      {isTitled && <p class="section-title" id={id}>{field.title}</p>}
      {field.description !== null && <p class="notes">{field.description}</p>}
      {children}
    </div>
  );
}

function ListItem({ item, path, spot }: {
  readonly item: FormGroup;
  readonly path: FieldPath;
  readonly spot: FormSpot;
}) {
  const index = Number(path.at(-1));
  return (
    <li class="item">
      <div class="item-head">
        <span class="item-title">{item.title}</span>
        {index > 0 && (
          <button
            type="submit"
            class="quiet"
            name="up"
            value={nameOf(path)}
            aria-label={`Move ${item.title} up`}
            onClick={prevented(() => spot.onChange([{ type: "move_item", path, to: index - 1 }]))}
          >
            ↑
          </button>
        )}
        <RemoveButton path={path} title={item.title} spot={spot} />
      </div>
      <FieldList fields={withoutTitle(item)} spot={spot} />
    </li>
  );
}

/** The only field of an item need not say again what the item's title says. */
function withoutTitle({ title, fields }: FormGroup): readonly FormField[] {
  const [only] = fields;
  if (fields.length !== 1 || only.title !== title) return fields;
  if (only.control.type === "group") return only.control.fields;
  const holds = only.control.type === "named" || only.control.type === "list";
  return holds ? [{ ...only, title: "" }] : fields;
}

function NamedRow({ field, control, spot }: {
  readonly field: FormField;
  readonly control: Extract<FieldControl, { readonly type: "named" }>;
  readonly spot: FormSpot;
}) {
  const { path } = field;
  const [name, setName] = useState("");
  const id = `${spot.id}-${keyOf(path)}-name`;
  const value = control.additions[0]?.value ?? "";
  const add = () => {
    const given = name.trim();
    if (given === "" || control.items.some((item) => item.name === given)) return;
    spot.onChange([{ type: "set_value", path: [...path, given], value }]);
    setName("");
  };
  return (
    <Section field={field} spot={spot}>
      <ul class="items">
        {control.items.map((item) => (
          <NamedItem key={item.name} item={item} path={[...path, item.name]} spot={spot} />
        ))}
      </ul>
      <div class="additions">
        <input
          id={id}
          type="text"
          name={`name ${nameOf(path)}`}
          aria-label={`New name in ${keyOf(path)}`}
          placeholder="Name"
          list={control.suggested.length > 0 ? `${id}s` : undefined}
          value={name}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey) return;
            event.preventDefault();
            add();
          }}
        />
        {control.suggested.length > 0 && (
          <datalist id={`${id}s`}>
            {control.suggested.map((one) => <option key={one.value} value={one.value} />)}
          </datalist>
        )}
        <button type="submit" name="add" value={nameOf([...path, 0])} onClick={prevented(add)}>
          Add
        </button>
      </div>
    </Section>
  );
}

function NamedItem({ item, path, spot }: {
  readonly item: FormGroup & { readonly name: string };
  readonly path: FieldPath;
  readonly spot: FormSpot;
}) {
  const [only] = item.fields;
  const isLine = item.fields.length === 1 && keyOf(only.path) === keyOf(path) &&
    only.control.type !== "named" && only.control.type !== "list";
  return (
    <li class={isLine ? "item line" : "item"}>
      {!isLine && (
        <div class="item-head">
          <NameInput name={item.name} path={path} spot={spot} />
          <RemoveButton path={path} title={item.name} spot={spot} />
        </div>
      )}
      <FieldList fields={item.fields} spot={spot} />
      {isLine && <RemoveButton path={path} title={item.name} spot={spot} />}
    </li>
  );
}

function NameInput({ name, path, spot }: {
  readonly name: string;
  readonly path: FieldPath;
  readonly spot: FormSpot;
}) {
  return (
    <input
      class="item-title"
      type="text"
      aria-label={`Name of ${name}`}
      value={name}
      spellcheck={false}
      autocomplete="off"
      onChange={({ currentTarget }) => {
        const to = currentTarget.value.trim();
        if (to === "") currentTarget.value = name;
        else if (to !== name) spot.onChange([{ type: "rename_key", path, to }]);
      }}
    />
  );
}

function RemoveButton({ path, title, spot }: {
  readonly path: FieldPath;
  readonly title: string;
  readonly spot: FormSpot;
}) {
  return (
    <button
      type="submit"
      class="quiet remove"
      name="remove"
      value={nameOf(path)}
      aria-label={`Remove ${title}`}
      onClick={prevented(() => spot.onChange([{ type: "set_value", path }]))}
    >
      Remove
    </button>
  );
}

function Additions({ path, additions, spot, at }: {
  readonly path: FieldPath;
  readonly additions: Extract<FieldControl, { readonly type: "list" }>["additions"];
  readonly spot: FormSpot;
  /** Where the new item goes. */
  readonly at: number;
}) {
  return (
    <details class="additions">
      <summary>Add</summary>
      <div class="row">
        {additions.map(({ title, value }, i) => (
          <button
            key={title}
            type="submit"
            name="add"
            value={nameOf([...path, i])}
            onClick={prevented(() =>
              spot.onChange([{ type: "set_value", path: [...path, at], value }])
            )}
          >
            {title}
          </button>
        ))}
      </div>
    </details>
  );
}

function VariantRow({ field, control, spot }: {
  readonly field: FormField;
  readonly control: Extract<FieldControl, { readonly type: "variant" }>;
  readonly spot: FormSpot;
}) {
  const { path } = field;
  return (
    <Section field={field} spot={spot}>
      <div class="row variants">
        {control.variants.map(({ title, value }, i) => (
          <button
            key={title}
            type="submit"
            class="quiet"
            name="add"
            value={nameOf([...path, i])}
            aria-pressed={title === control.chosen}
            onClick={prevented(() => {
              if (title !== control.chosen) spot.onChange([{ type: "set_value", path, value }]);
            })}
          >
            {title}
          </button>
        ))}
      </div>
      <FieldList key={control.chosen} fields={control.fields} spot={spot} />
    </Section>
  );
}

/** With scripts a button acts at once; without them it posts the form. */
function prevented(action: () => void) {
  return (event: MouseEvent) => {
    event.preventDefault();
    action();
  };
}
