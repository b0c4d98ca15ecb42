/**
 * Keeps what a reader opened and typed in a part of the page while the part is replaced.
 *
 * @module
 */

type Field = HTMLInputElement | HTMLTextAreaElement;

const FIELDS = "input:not([type=hidden]), textarea";

/** Replaces a part; what was open and typed in it stands in what `replace` returns. */
export function carryingOver(part: Element, replace: () => Element): void {
  const opened = new Set(
    [...part.querySelectorAll<HTMLDetailsElement>("details[open]")].map(nameOf),
  );
  const typed = [...part.querySelectorAll<Field>(FIELDS)]
    .filter(({ id, value, defaultValue }) => id !== "" && value !== defaultValue)
    .map(({ id, value }) => [id, value] as const);
  const replaced = replace();
  for (const details of replaced.querySelectorAll("details")) {
    if (opened.has(nameOf(details))) details.open = true;
  }
  const fields = [...replaced.querySelectorAll<Field>(FIELDS)];
  for (const [id, value] of typed) {
    for (const field of fields) if (field.id === id) field.value = value;
  }
}

function nameOf(details: Element): string {
  const summary = details.querySelector(":scope>summary");
  return summary?.getAttribute("title") ?? summary?.textContent ?? "";
}
