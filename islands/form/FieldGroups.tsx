import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { FieldControl, FieldPath, FormField, FormGroup } from "@/lib/steps/form/form.ts";
import { keyOf, nameOf } from "@/lib/steps/form/names.ts";
import { type FormSpot, prevented } from "./spot.ts";

/** Fields that belong together, under a title. */
export function Section({ field, spot, children }: {
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

/** Forms one below the other, with what may be added. */
export function ListRow({ field, control, spot }: {
  readonly field: FormField;
  readonly control: Extract<FieldControl, { readonly type: "list" }>;
  readonly spot: FormSpot;
}) {
  const { path } = field;
  const { items, additions } = control;
  return (
    <Section field={field} spot={spot}>
      <ol class="items">
        {items.map((item, i) => (
          <ListItem key={`${i}-${item.title}`} item={item} path={[...path, i]} spot={spot} />
        ))}
      </ol>
      <Additions path={path} additions={additions} spot={spot} at={items.length} />
    </Section>
  );
}

function ListItem({ item, path, spot }: {
  readonly item: FormGroup;
  readonly path: FieldPath;
  readonly spot: FormSpot;
}) {
  const index = Number(path.at(-1));
  const fields = withoutTitle(item);
  // The label would say again what the item's title says.
  const isOne = fields.length === 1 && fields[0].title === item.title;
  return (
    <li class={isOne ? "item untitled" : "item"}>
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
      {spot.draw(fields)}
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

/** Forms by names that the user gives. */
export function NamedRow({ field, control, spot }: {
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
      {spot.draw(item.fields)}
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

/** One of several shapes of a value. */
export function VariantRow({ field, control, spot }: {
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
            aria-pressed={title === control.chosen ? "true" : "false"}
            onClick={prevented(() => {
              if (title !== control.chosen) spot.onChange([{ type: "set_value", path, value }]);
            })}
          >
            {title}
          </button>
        ))}
      </div>
      {/* Another shape has other fields. */}
      <div key={control.chosen} class="form-body">{spot.draw(control.fields)}</div>
    </Section>
  );
}
