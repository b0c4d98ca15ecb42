import { useState } from "preact/hooks";
import type { Problem } from "@/lib/errors.ts";
import { changeOf, isEmpty, samePath } from "@/lib/steps/form/change.ts";
import type { FieldControl, FieldPath, FormField } from "@/lib/steps/form/form.ts";
import { keyOf, nameOf } from "@/lib/steps/form/names.ts";
import { FieldInput } from "./FieldInput.tsx";
import { ListRow, NamedRow, Section, VariantRow } from "./FieldGroups.tsx";
import type { FormSpot } from "./spot.ts";

/** Where no field is more important than others: empty fields beyond this are put away. */
const SHOWN_EMPTY = 4;

/** Controls that hold forms of their own. */
const WITHIN: readonly FieldControl["type"][] = ["group", "list", "named", "variant"];

/** Fields below one another; those that are neither needed nor filled in are put away. */
export function FieldList({ fields, spot }: {
  readonly fields: readonly FormField[];
  readonly spot: Omit<FormSpot, "draw">;
}) {
  // What was put away stays there while it is filled in: nothing jumps.
  const [putAway] = useState(() => new Set(extraFields(fields).map(({ path }) => nameOf(path))));
  const extra = fields.filter(({ path }) => putAway.has(nameOf(path)));
  const shown = fields.filter((field) => !extra.includes(field));
  const inner: FormSpot = {
    ...spot,
    draw: (within) => <FieldList fields={within} spot={spot} />,
  };
  const draw = (field: FormField) => (
    <FieldRow key={nameOf(field.path)} field={field} spot={inner} />
  );
  return (
    <>
      {shown.map(draw)}
      {extra.length > 0 && (
        <details class="extra">
          <summary>More: {wordsFor(extra)}</summary>
          {extra.map(draw)}
        </details>
      )}
    </>
  );
}

/** Names the first of them. */
function wordsFor(fields: readonly FormField[]): string {
  const named = fields.slice(0, fields.length > 6 ? 4 : 6).map(({ title }) => title).join(", ");
  return fields.length > 6 ? `${named} and ${fields.length - 4} others` : named;
}

/** What is put away: fields that are neither needed, nor filled in, nor often changed. */
export function extraFields(fields: readonly FormField[]): readonly FormField[] {
  const empty = fields.filter((field) => !field.required && isEmpty(field.control));
  if (fields.some(({ main }) => main !== null)) {
    const alternatives = fields.filter(({ main }) => main === "alternative");
    const isChosen = alternatives.some((field) => !empty.includes(field));
    return empty.filter(({ main }) => main === null || (main === "alternative" && isChosen));
  }
  // Empty forms within the form would come between the fields that are filled in.
  const first = fields.slice(0, 2).filter(({ control }) => !WITHIN.includes(control.type));
  const extra = empty.filter((field) => !first.includes(field));
  return fields.length <= SHOWN_EMPTY && extra.length < 3 ? [] : extra;
}

function FieldRow({ field, spot }: { readonly field: FormField; readonly spot: FormSpot }) {
  const { control } = field;
  switch (control.type) {
    case "group":
      return <Section field={field} spot={spot}>{spot.draw(control.fields)}</Section>;
    case "variant":
      return <VariantRow field={field} control={control} spot={spot} />;
    case "list":
      return <ListRow field={field} control={control} spot={spot} />;
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
  const marks = spot.marks.filter((mark) => samePath(mark.path, path));
  const faults = problemsAt(spot, path);
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
          marks={marks}
          onComplete={spot.onComplete}
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

/** The problems that no field tells. */
export function otherProblems(
  fields: readonly FormField[],
  spot: Pick<FormSpot, "problems" | "marks">,
): readonly Problem[] {
  const told = new Set(
    inputsWithin(fields).flatMap(({ path }) => problemsAt(spot, path))
      .map(({ message }) => message),
  );
  return spot.problems.filter(({ message }) => !told.has(message));
}

/** The fields that have an input of their own, those within others too. */
function inputsWithin(fields: readonly FormField[]): readonly FormField[] {
  return fields.flatMap((field) => {
    const { control } = field;
    switch (control.type) {
      case "group":
      case "variant":
        return inputsWithin(control.fields);
      case "list":
      case "named":
        return control.items.flatMap((item) => inputsWithin(item.fields));
      default:
        return [field];
    }
  });
}

/** The problems of a value, of its words, or of a part of it that has no field of its own. */
function problemsAt(
  { problems, marks }: Pick<FormSpot, "problems" | "marks">,
  path: FieldPath,
): readonly Problem[] {
  const key = keyOf(path);
  const own = problems.filter(({ place }) => place.key === key || place.key?.startsWith(`${key}[`));
  const within = marks.filter((mark) => samePath(mark.path, path)).map(({ problem }) => problem);
  return [...new Map([...own, ...within].map((one) => [one.message, one])).values()];
}
