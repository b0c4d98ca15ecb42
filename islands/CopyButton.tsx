import { useSignal } from "@preact/signals";

/** Props reach the browser as plain data. */
export interface CopyButtonProps {
  /** The id of the field whose text is copied. */
  readonly field: string;
  /** What is copied, for those who do not see the field. */
  readonly what: string;
}

type Copying = "idle" | "copied" | "refused";

const WORDS: Readonly<Record<Copying, string>> = {
  idle: "",
  copied: "Copied",
  // The text is selected then: the keys of the browser copy it.
  refused: "It is selected: copy it by key",
};

/** Copies the text of a field, and says so. */
export default function CopyButton({ field, what }: CopyButtonProps) {
  const copying = useSignal<Copying>("idle");

  async function copy(button: HTMLButtonElement) {
    const found = document.getElementById(field);
    if (!(found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement)) return;
    // What is said again is heard again only if it was gone.
    copying.value = "idle";
    copying.value = await write(found.value) || copySelected(found, button) ? "copied" : "refused";
  }

  return (
    <span class="copy">
      <button type="button" onClick={({ currentTarget }) => copy(currentTarget)}>
        Copy<span class="unseen">{what}</span>
      </button>
      <span role="status">{WORDS[copying.value]}</span>
    </span>
  );
}

/** Browsers have a clipboard on pages that came safely alone, and may refuse it. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies as the keys do; where that is refused too, the text stays selected. */
function copySelected(
  field: HTMLInputElement | HTMLTextAreaElement,
  button: HTMLButtonElement,
): boolean {
  field.focus();
  field.select();
  const copied = document.execCommand("copy");
  if (copied) button.focus();
  return copied;
}
