/**
 * Reads the words after a command: options and the rest. What is unknown is refused, with the
 * nearest option that there is.
 *
 * @module
 */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { AppError } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Reads words by these options; `act` is what the command does. @throws AppError BAD_USAGE */
export function parseWords<const T extends Options>(
  act: string,
  words: readonly string[],
  options: T,
) {
  const known = Object.keys(options).map((name) => `--${name}`);
  for (const word of words) {
    if (word === "--") break;
    const name = word.split("=")[0];
    if (!name.startsWith("--") || known.includes(name)) continue;
    const remedy = suggestName(name, known) ?? "See --help";
    throw badUsage(act, "there is no such option", name, remedy);
  }
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    // parseArgs tells what is missing in sentences of its own; nothing else throws there.
    const [told] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw badUsage(act, told.replaceAll("'", '"'), words.join(" "), "See --help");
  }
}

/** Refuses what a command was asked. */
export function badUsage(
  act: string,
  rule: string,
  value: string,
  remedy: string | null = null,
): AppError {
  const message = `Cannot ${act} as ${rule}: current value is "${value}"`;
  return new AppError("BAD_USAGE", message, {
    problems: [{ severity: "error", code: "BAD_USAGE", message, place: {}, remedy }],
  });
}
