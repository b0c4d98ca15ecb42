import type { Choice } from "./decisions.ts";

interface ChooserProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  /** Shown below: on what grounds it was decided. */
  readonly evidence?: string;
  readonly doubtful?: boolean;
}

/** A decision with what there is to choose; the form around it hears of changes. */
export function Chooser({ name, label, value, choices, evidence, doubtful = false }: ChooserProps) {
  return (
    <label class={doubtful ? "field doubtful" : "field"}>
      <span>{label}</span>
      <select name={name} value={value}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.title}
          </option>
        ))}
      </select>
      {evidence !== undefined && (
        <small>
          {doubtful && <strong>Please look:</strong>} {evidence}
        </small>
      )}
    </label>
  );
}
