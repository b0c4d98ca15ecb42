/**
 * What a form offers to choose from.
 *
 * @module
 */
import type { z } from "zod";
import { type ColumnSchema, isNumeric } from "@/lib/frame/schema.ts";
import { COUNTRIES } from "@/lib/steps/events/places.ts";
import type { KnownEvents } from "@/lib/steps/sources.ts";
import { labelOf } from "@/lib/steps/label.ts";
import type { Choice, FieldPath } from "./form.ts";

/** What is known around a body. */
export interface FormContext {
  /** The columns that a name at this place may mean; empty where they are unknown. */
  readonly columnsAt: (path: FieldPath) => readonly ColumnSchema[];
  /** Measures that the body itself makes. */
  readonly ownMeasures: readonly string[];
  /** Cells that may be named. */
  readonly cells: readonly Choice[];
  /** Events cells, which others name beside their input. */
  readonly calendars: readonly Choice[];
  /** Sources of events and their metrics. */
  readonly events: KnownEvents;
  /** The cells that flow in. */
  readonly parents: readonly string[];
  /** Names of the notebook's parameters. */
  readonly parameters: readonly string[];
  /** Writes a value as YAML. */
  readonly writeYaml: (value: unknown) => string;
}

/** Returns the names that fit what a schema asks for, the likeliest first. */
export function choicesOf(
  suggest: z.GlobalMeta["suggest"] | z.GlobalMeta["keys"],
  path: FieldPath,
  context: FormContext,
): readonly Choice[] {
  const columns = context.columnsAt(path);
  switch (suggest) {
    case "cell":
      return context.cells;
    case "events":
      return context.calendars;
    case "place":
      return countryChoices();
    case "column":
    case "expression":
      return columns.map(columnChoice);
    case "time": {
      const times = columns.filter(({ type }) => type === "date" || type === "timestamp");
      return (times.length === 0 ? columns : times).map(columnChoice);
    }
    case "dimension": {
      const told = columns.filter(({ role }) => role === "dimension");
      // Where measures are told, dimensions are too: what is neither is neither.
      const isTold = columns.some(({ role }) => role === "measure");
      if (isTold || told.length > 0) return told.map(columnChoice);
      const others = columns.filter(({ role, type }) => role === null && type !== "float");
      const texts = others.filter(({ type }) => type === "text" || type === "boolean");
      return [...texts, ...others.filter((one) => !texts.includes(one))].map(columnChoice);
    }
    case "measure": {
      const own = context.ownMeasures.map(nameChoice);
      if (own.length > 0) return own;
      const told = columns.filter(({ role }) => role === "measure");
      const numbers = columns.filter(({ type }) => isNumeric(type));
      return (told.length === 0 ? numbers : told).map(columnChoice);
    }
    case "metric":
      return context.events.metrics.map(nameChoice);
    case "source":
      return context.events.sources.map(nameChoice);
    case "new_column":
    case "new_measure":
    case undefined:
      return [];
  }
}

function nameChoice(name: string): Choice {
  return { value: name, title: name, detail: null };
}

/** Returns the countries whose holidays are known, by their names. */
function countryChoices(): readonly Choice[] {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return COUNTRIES.map((value) => ({ value, name: names.of(value) ?? value }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .map(({ value, name }) => ({ value, title: name, detail: name }));
}

/** Returns fixed words as choices, by their titles or in words. */
export function wordChoices(
  words: readonly string[],
  titles: Readonly<Record<string, string>> = {},
): readonly Choice[] {
  return words.map((word) => ({ value: word, title: titles[word] ?? labelOf(word), detail: null }));
}

/** Returns the parameters as they are written where they stand for a value. */
export function parameterChoices({ parameters }: FormContext): readonly Choice[] {
  return parameters.map((name) => ({
    value: `\${${name}}`,
    title: `\${${name}}`,
    detail: "parameter",
  }));
}

function columnChoice({ name, type, unit }: ColumnSchema): Choice {
  return { value: name, title: name, detail: unit === null ? type : `${type}, ${unit}` };
}
