import type { Draft, Faults } from "./draft.ts";

interface NumberFieldProps {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
  readonly draft: Draft;
  readonly faults: Faults;
}

/** A number with its unit. The server says what is wrong with it, in words. */
export function NumberField({ name, label, unit, hint, draft, faults }: NumberFieldProps) {
  const fault = faults[name];
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <span class="row">
        <input
          id={name}
          name={name}
          inputMode="decimal"
          size={6}
          value={draft[name] ?? ""}
          required
          autocomplete="off"
          aria-invalid={fault === undefined ? undefined : true}
          aria-describedby={`${name}-hint${fault === undefined ? "" : ` ${name}-fault`}`}
        />
        <span class="unit">{unit}</span>
      </span>
      <p class="hint" id={`${name}-hint`}>{hint}</p>
      {fault !== undefined && <p class="fault" id={`${name}-fault`} role="alert">{fault}</p>}
    </div>
  );
}
