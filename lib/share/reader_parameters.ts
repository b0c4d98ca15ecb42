/**
 * Which values a link's reader gets to see, whatever the address says.
 *
 * @module
 */

/** Texts by a parameter's name. */
type Texts = Readonly<Record<string, string>>;

/** What a link says of parameters. */
export interface ParameterRule {
  readonly verb: "view" | "view_and_set";
  /** The values that the link was made with. */
  readonly parameters: Texts;
  /** What the reader may not set, whether the link gives it a value or it has its default. */
  readonly locked: readonly string[];
}

const MOST_CHARACTERS = 500;
const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Whether a reader may set a parameter. */
export function maySet({ verb, locked }: ParameterRule, name: string): boolean {
  return verb === "view_and_set" && !locked.includes(name);
}

/**
 * Returns the link's values, with those of the reader where they may be set. Names that are none
 * and texts beyond 500 characters are left out.
 */
export function readerParameters(rule: ParameterRule, given: Texts): Texts {
  const own = Object.entries(given).filter(([name, text]) =>
    NAME.test(name) && text.length <= MOST_CHARACTERS && maySet(rule, name)
  );
  return { ...rule.parameters, ...Object.fromEntries(own) };
}
