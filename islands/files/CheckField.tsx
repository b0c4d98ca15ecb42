import { useSignal } from "@preact/signals";

interface CheckFieldProps {
  readonly name: string;
  readonly label: string;
  /** At first; what is ticked since stays while the page is drawn anew. */
  readonly checked: boolean;
}

/** A decision that is ticked. */
export function CheckField({ name, label, checked }: CheckFieldProps) {
  const ticked = useSignal(checked);
  return (
    <label class="check">
      <input
        type="checkbox"
        name={name}
        value="true"
        checked={ticked.value}
        onChange={({ currentTarget }) => {
          ticked.value = currentTarget.checked;
        }}
      />
      {label}
    </label>
  );
}
