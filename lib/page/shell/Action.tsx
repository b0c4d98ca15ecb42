import type { ComponentChildren } from "preact";

/** Hidden fields of a form, by their names. */
export type Fields = Readonly<Record<string, string | number>>;

interface ActionProps {
  /** Where the form posts to; the answer is a redirect to the page. */
  readonly action: string;
  readonly fields: Fields;
  readonly class?: string;
  readonly label?: string;
  readonly disabled?: boolean;
  /** Set where a script answers this button without a page load. */
  readonly command?: string;
  readonly children: ComponentChildren;
}

/** A form of one button, so that it works without scripts. */
export function Action(props: ActionProps) {
  return (
    <form method="post" action={props.action} class="inline">
      <HiddenFields fields={props.fields} />
      <button
        type="submit"
        class={props.class}
        aria-label={props.label}
        title={props.label}
        disabled={props.disabled}
        data-command={props.command}
      >
        {props.children}
      </button>
    </form>
  );
}

/** What a form sends besides what a person fills in. */
export function HiddenFields({ fields }: { readonly fields: Fields }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
