/**
 * The defaults of a link's parameters: what the link begins with stands in for the notebook's own.
 *
 * @module
 */
import { DAY_UNITS, isDay } from "@/lib/day.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";
import type { GivenParameters, ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** Returns a parameter whose default is the link's: controls leave a default out of the address. */
export function beginWith(parameter: ParameterView, begins: GivenParameters): ParameterView {
  const { name, declaration } = parameter;
  if (!Object.hasOwn(begins, name)) return parameter;
  return { ...parameter, declaration: withDefault(declaration, begins[name]) };
}

function withDefault(declaration: ParameterDeclaration, text: string): ParameterDeclaration {
  switch (declaration.type) {
    case "number":
      return { ...declaration, default: Number(text) };
    case "boolean":
      return { ...declaration, default: text === "true" };
    case "date_range":
      return { ...declaration, default: rangeOf(text) ?? declaration.default };
    case "date":
      return text === "as_of" || isDay(text) ? { ...declaration, default: text } : declaration;
    case "text":
      return { ...declaration, default: text };
    case "choice":
      return { ...declaration, default: text };
    case "source":
    case "metric":
    case "measure":
    case "dimension":
      return { ...declaration, default: text };
  }
}

type DateRange = Extract<ParameterDeclaration, { readonly type: "date_range" }>["default"];

/** Reads a range as an address has it; `null` where it is none. */
function rangeOf(text: string): DateRange | null {
  if (text === "all") return text;
  const [from, to] = text.split("..");
  if (isDay(from) && to !== undefined && isDay(to)) return { from, to };
  const [, count, word] = /^last (\d{1,5}) ([a-z]+?)s?$/i.exec(text) ?? [];
  const unit = DAY_UNITS.find((unit) => unit === word?.toLowerCase());
  return unit === undefined ? null : { last: Number(count), unit };
}
