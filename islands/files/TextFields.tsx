import { TextField } from "./TextField.tsx";
import type { FileText } from "./texts.ts";

/** Decisions that are typed in, one after the other; zones of time are suggested. */
export function TextFields({ texts }: { readonly texts: readonly FileText[] }) {
  return (
    <>
      {texts.map(({ field, title, given, placeholder, hint, type }) => (
        <TextField
          key={field}
          name={field}
          label={title}
          value={given}
          placeholder={placeholder}
          hint={hint}
          type={type}
          list={field === "zone" ? "zones" : undefined}
        />
      ))}
    </>
  );
}
