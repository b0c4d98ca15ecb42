/**
 * What an editor says of a schema.
 *
 * @module
 */
import { z } from "zod";
import { describe } from "@/lib/notebook/issue_words.ts";
import type { COMMON_KEYS } from "@/lib/notebook/model.ts";
import { defaultOf, metaOf, type Path, schemasAt } from "@/lib/steps/schema.ts";

/** What the keys of every kind mean. */
export const COMMON_WORDS: Readonly<Record<(typeof COMMON_KEYS)[number], string>> = {
  from: "The cell whose rows flow in. Left out, it is the nearest one above that fits",
  disabled: "Leaves the cell out; those that hang on it wait",
};

/** Says what a value must be: "a number", "one of …". */
export function typeText(schema: z.ZodType): string {
  return describe(schemasAt(schema, [])).replaceAll('"', "");
}

/** Writes what holds where nothing is written, or `null`. */
export function defaultText(schema: z.ZodType): string | null {
  const value = defaultOf(schema);
  const isNothing = value === undefined || (typeof value === "object" && value !== null &&
    Object.keys(value).length === 0);
  return isNothing ? null : typeof value === "string" ? value : JSON.stringify(value);
}

/** Returns Markdown that says what a key is for. */
export function documentKey(key: string, schema: z.ZodType): string {
  const { title, description, unit } = metaOf(schema);
  const absent = defaultText(schema);
  return [
    `**${key}**${title === undefined ? "" : ` – ${title}`}`,
    ...(description === undefined ? [] : [description]),
    `Takes ${typeText(schema)}${unit === undefined ? "" : `, in ${unit}`}` +
    (absent === null ? "" : `; left out, it is \`${absent}\``),
  ].join("\n\n");
}

/** What is said of the value at a path, by its own schema or by the list or mapping around it. */
export function metaAt(schema: z.ZodType, path: Path): z.GlobalMeta {
  const key = path.at(-1);
  const parents = schemasAt(schema, path.slice(0, -1));
  const own = parents.flatMap((one) => {
    if (one instanceof z.ZodObject) {
      const shape: Readonly<Record<string, z.ZodType>> = one.shape;
      return Object.hasOwn(shape, String(key)) ? [metaOf(shape[String(key)])] : [];
    }
    if (one instanceof z.ZodArray) {
      const { title, suggest } = path.length > 1 ? metaAt(schema, path.slice(0, -1)) : {};
      const inner = schemasAt(one, [0]).map((item) => item.meta() ?? {});
      return [{ title, suggest, ...inner.find((item) => item.suggest !== undefined) }];
    }
    if (!(one instanceof z.ZodRecord)) return [];
    const { suggest } = path.length > 1 ? metaAt(schema, path.slice(0, -1)) : {};
    const inner = schemasAt(one, [String(key)]).map((item) => item.meta() ?? {});
    const told = inner.find((item) => item.suggest !== undefined);
    // A short text stands for the `value` of the mapping that it may be.
    const short = schemasAt(one, [String(key), "value"]).map((item) => item.meta() ?? {})[0];
    return [{ suggest, ...(told ?? short) }];
  });
  return own.find(({ suggest }) => suggest !== undefined) ?? own[0] ?? {};
}
