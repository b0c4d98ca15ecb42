import { TextField } from "./TextField.tsx";

interface NewPasswordFieldProps {
  readonly label?: string;
  /** What is wrong with what was sent; `null` where nothing is. */
  readonly fault: string | null;
  readonly autofocus?: boolean;
}

/** The field for a password that is being chosen. */
export function NewPasswordField({ label = "Password", ...props }: NewPasswordFieldProps) {
  return (
    <TextField
      name="password"
      label={label}
      type="password"
      autocomplete="new-password"
      minLength={12}
      maxLength={1000}
      hint="12 characters or more"
      {...props}
    />
  );
}
