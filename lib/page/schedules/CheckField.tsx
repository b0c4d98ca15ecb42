import type { ComponentChildren } from "preact";

interface CheckFieldProps {
  readonly name: string;
  readonly checked: boolean;
  readonly hint: string;
  readonly children: ComponentChildren;
}

/** A box to tick, with what it means. */
export function CheckField({ name, checked, hint, children }: CheckFieldProps) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value="yes" checked={checked} />
      <span>
        {children}
        <small>{hint}</small>
      </span>
    </label>
  );
}
