/**
 * What a form is made with: the columns, cells and parameters around a cell.
 *
 * @module
 */
import { writeBody } from "@/lib/notebook/file/write.ts";
import { isMapping, parseYaml, type YamlMapping } from "@/lib/notebook/file/yaml.ts";
import { keysAt, metaOf } from "@/lib/steps/schema.ts";
import type { FormContext } from "@/lib/steps/form/choices.ts";
import { z } from "zod";
import { acceptedCells, type AskedCell, columnsAt } from "./asked_cell.ts";

/** Returns what is known around a cell, with values that may stand in for its own. */
export function surroundingsOf(
  asked: AskedCell,
  values: YamlMapping = asked.cell.body.values,
): FormContext {
  return {
    columnsAt: (path) => columnsAt(asked, path, values),
    ownMeasures: ownMeasures(asked, values),
    cells: acceptedCells(asked).map(({ name, step }) => ({
      value: name,
      title: name,
      detail: step.title,
    })),
    calendars: namedCalendars(asked),
    events: asked.events,
    parents: inputNames(asked),
    parameters: [...asked.plan.setting.parameters.keys()],
    writeYaml,
  };
}

/** The cells that `events` may name. */
function namedCalendars({ plan, cell }: AskedCell): FormContext["calendars"] {
  return [...plan.cells.values()]
    .filter(({ name, step, schema }) =>
      name !== cell.name && (schema?.stage ?? step.gives) === "events"
    )
    .map(({ name, step }) => ({ value: name, title: name, detail: step.title }));
}

/** The cells that `from` names or that are taken by their place. */
function inputNames({ planned: { parents, step, parameters } }: AskedCell): readonly string[] {
  const events = parameters === null ? null : step.events?.(parameters) ?? null;
  return parents.at(-1) === events ? parents.slice(0, -1) : parents;
}

/** The names of measures that a body makes. */
function ownMeasures({ step }: AskedCell, values: YamlMapping): readonly string[] {
  return keysAt(step.parameters, []).flatMap((key) => {
    const found = values[key];
    return isMapping(found) && metaOfKey(step.parameters, key).keys === "new_measure"
      ? Object.keys(found)
      : [];
  });
}

function metaOfKey(schema: z.ZodType, key: string): z.GlobalMeta {
  if (!(schema instanceof z.ZodObject)) return {};
  const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
  return metaOf(shape[key]);
}

/** Writes any value as YAML, in the canonical way. */
function writeYaml(value: unknown): string {
  const holder = parseYaml("value:\n");
  holder.set("value", holder.createNode(value));
  const text = writeBody(holder, null).slice("value:".length);
  const indent = /^\n( *)/.exec(text)?.[1] ?? "";
  return text.replaceAll(`\n${indent}`, "\n").trim();
}
