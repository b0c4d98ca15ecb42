/**
 * Sets a value of a body. Where a plain text stands for a mapping of which it is the
 * `value` (a measure, say), another key makes it that mapping.
 *
 * @module
 */
import { z } from "zod";
import { setYamlValue } from "@/lib/notebook/file/set_value.ts";
import { readYaml, type YamlMapping, type YamlValue } from "@/lib/notebook/file/yaml.ts";
import { type Path, schemasAt } from "@/lib/steps/schema.ts";

/** A value and its place; `undefined` removes the key. */
export interface ValueChange {
  readonly path: Path;
  readonly value: YamlValue | undefined;
}

/**
 * Returns the body's text with a value set, comments and the rest as they were.
 * @throws AppError BAD_NOTEBOOK where a plain value stands on the path.
 */
export function setBodyValue(text: string, change: ValueChange, schema: z.ZodType | null): string {
  const { values } = readYaml(text);
  const { path, value } = fillEmpty(values, change) ??
    (schema === null ? null : widen(values, change, schema)) ?? change;
  return setYamlValue(text, path, value);
}

/** A key without a value on the path gets the mapping that holds the new one. */
function fillEmpty(values: YamlMapping, { path, value }: ValueChange): ValueChange | null {
  const length = path.findIndex((_, i) => i > 0 && valueAt(values, path.slice(0, i)) === null);
  if (length === -1) return null;
  const filled = path.slice(length).reduceRight<YamlValue | undefined>(
    (inner, key) => inner === undefined ? undefined : key === 0 ? [inner] : { [key]: inner },
    value,
  );
  return { path: path.slice(0, length), value: filled ?? null };
}

function widen(
  values: YamlMapping,
  { path, value }: ValueChange,
  schema: z.ZodType,
): ValueChange | null {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const short = valueAt(values, parent);
  if (path.length < 2 || typeof short !== "string") return null;
  const isShort = schemasAt(schema, parent).some((one) =>
    one instanceof z.ZodObject && Object.hasOwn(one.shape, "value")
  );
  if (!isShort) return null;
  if (key === "value") return { path: parent, value: value ?? null };
  return { path: parent, value: value === undefined ? short : { value: short, [key]: value } };
}

/** Returns the value at a path, or `undefined` where there is none. */
export function valueAt(value: YamlValue | undefined, path: Path): YamlValue | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null) return undefined;
    const holder: Readonly<Record<string, YamlValue>> = Object.fromEntries(Object.entries(found));
    if (!Object.hasOwn(holder, key)) return undefined;
    found = holder[key];
  }
  return found;
}
