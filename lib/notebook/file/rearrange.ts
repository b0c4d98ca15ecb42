/**
 * Gives a key another name or an item another place, and leaves the rest, comments too.
 *
 * @module
 */
import { isMap, isScalar, isSeq } from "yaml";
import { AppError } from "@/lib/errors.ts";
import type { Path } from "@/lib/steps/schema.ts";
import { writeBody } from "./write.ts";
import { parseYaml } from "./yaml.ts";

/**
 * Returns the text with another name for the key at a path; a key that is gone is left alone.
 * @throws AppError BAD_NOTEBOOK where its mapping has a key of the new name.
 */
export function renameYamlKey(text: string, path: Path, to: string): string {
  const document = parseYaml(text);
  const mapping = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const from = String(path.at(-1));
  if (!isMap(mapping) || from === to) return text;
  const pair = mapping.items.find(({ key }) => isScalar(key) && String(key.value) === from);
  if (pair === undefined || !isScalar(pair.key)) return text;
  if (mapping.has(to)) {
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot rename "${from}" as a key stands once in its mapping: current value is ${
        JSON.stringify(to)
      }`,
    );
  }
  pair.key.value = to;
  pair.key.source = undefined;
  return writeBody(document, null);
}

/** Returns the text with the item at a path in another place of its list, counting from 0. */
export function moveYamlItem(text: string, path: Path, to: number): string {
  const document = parseYaml(text);
  const list = document.getIn(path.slice(0, -1), true);
  const from = path.at(-1);
  if (!isSeq(list) || typeof from !== "number" || from >= list.items.length) return text;
  const [item] = list.items.splice(from, 1);
  list.items.splice(Math.max(0, Math.min(to, list.items.length)), 0, item);
  return writeBody(document, null);
}
