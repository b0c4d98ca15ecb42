/**
 * The parameters that were given for a notebook, and their controls.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import { canonicalJson } from "@/lib/notebook/run/keys.ts";
import type { ParameterValues } from "@/lib/sql/parameters.ts";
import type { GivenParameters } from "./notebook_view.ts";

/** What was given, as far as the notebook takes it. */
export interface Given {
  /** Without what is not declared, and what does not fit. */
  readonly taken: GivenParameters;
  /** Tells sets of parameters from one another: canonical JSON of `taken`. */
  readonly id: string;
  readonly values: ParameterValues;
  /** What does not fit, by its parameter's name. */
  readonly refused: GivenParameters;
  /** Why a text does not fit, by its parameter's name. */
  readonly problems: ReadonlyMap<string, string>;
}

/** As the interface for programs has it: what is given is kept with every run and event. */
const MOST_CHARACTERS = 10_000;

/** So much is shown of a text that is longer. */
const SHOWN_CHARACTERS = 100;

/** Resolves what was given; what does not fit has its default, and is told. */
export function readGiven(
  notebook: Notebook,
  { given, asOf }: { readonly given: GivenParameters; readonly asOf: string },
): Given {
  const declared = [...notebook.head.parameters.keys()].filter((name) =>
    Object.hasOwn(given, name)
  );
  const texts = Object.fromEntries(
    declared.map((name) => [name, given[name].trim()] as const).toSorted(([a], [b]) =>
      a < b ? -1 : 1
    ),
  );
  const problems = new Map<string, string>();
  const refused: Record<string, string> = {};
  for (const name of Object.keys(texts)) {
    const { length } = texts[name];
    if (length <= MOST_CHARACTERS) continue;
    problems.set(
      name,
      `Cannot set the parameter ${JSON.stringify(name)} as it may have at most ` +
        `${MOST_CHARACTERS} characters: current value has ${length}`,
    );
    refused[name] = `${texts[name].slice(0, SHOWN_CHARACTERS).toWellFormed()}…`;
    delete texts[name];
  }
  let values: ParameterValues;
  try {
    values = resolveParameters(notebook, { given: texts, asOf });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
    for (const { place, message } of error.problems) {
      const name = place.key?.replace(/^params\./, "") ?? "";
      problems.set(name, message);
      refused[name] = texts[name];
      delete texts[name];
    }
    values = resolveParameters(notebook, { given: texts, asOf });
  }
  return { taken: texts, id: canonicalJson(texts), values, refused, problems };
}

/** Returns a parameter's default as it would stand in an address. */
export function defaultText(declaration: ParameterDeclaration): string {
  const { default: value } = declaration;
  if (typeof value !== "object") return String(value);
  return "from" in value
    ? `${value.from}..${value.to}`
    : `last ${value.last} ${value.unit}${value.last === 1 ? "" : "s"}`;
}
