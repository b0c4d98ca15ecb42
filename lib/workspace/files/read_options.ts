/**
 * Checks what a page asks of reading: the same keys and values as in the body of a load cell.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { FileFacts } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { loadParameters } from "@/lib/steps/load/parameters.ts";

/** A load cell names a source; which does not matter here. */
const SOURCE = { inline: "" };

/** Returns options without what is left open. @throws AppError BAD_PARAMETER */
export function checkOptions({ name: _name, ...asked }: ReadOptions): ReadOptions {
  const parsed = loadParameters.safeParse({ ...SOURCE, ...asked });
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot read the file with "${path.join(".")}" as ${message}: current value is ${
        JSON.stringify(asked).slice(0, 200)
      }`,
    );
  }
  const { inline: _inline, ...options } = parsed.data;
  // Absent and undefined are alike, so that one reading is kept for both.
  return JSON.parse(JSON.stringify(options));
}

/** Returns options without those of columns that the file, read so, does not have. */
export function withoutStrangers(
  { columns, ...options }: ReadOptions,
  { names }: Pick<FileFacts, "names">,
): ReadOptions {
  const known = Object.entries(columns ?? {}).filter(([found, { name = found, leave_out }]) =>
    leave_out === true || names.includes(name)
  );
  return known.length === 0 ? options : { ...options, columns: Object.fromEntries(known) };
}
