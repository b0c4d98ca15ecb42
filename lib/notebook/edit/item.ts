/**
 * Puts an item into a list of a body, where what it is known by stays what it was: a label of a period,
 * say, whatever its place among the others.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { setYamlValue } from "@/lib/notebook/file/set_value.ts";
import { isMapping, readYaml, type YamlMapping, type YamlValue } from "@/lib/notebook/file/yaml.ts";
import type { Path } from "@/lib/steps/schema.ts";
import { valueAt } from "./value.ts";

/** An item by what it is known by; `null` takes it out. */
export interface ItemChange {
  readonly path: Path;
  readonly match: YamlMapping;
  readonly item: YamlMapping | null;
}

/**
 * Returns the body's text with the item in the place of those that it replaces, else at the end.
 * @throws AppError BAD_NOTEBOOK where something else than a list stands at the path, or all items are meant.
 */
export function putBodyItem(text: string, { path, match, item }: ItemChange): string {
  const { values } = readYaml(text);
  if (Object.keys(match).length === 0) {
    throw new AppError(
      "BAD_NOTEBOOK",
      "Cannot put an item as it must be known by something: current value is {}",
    );
  }
  refuseOthers(valueAt(values, path), path);
  const places = placesIn(values, { path, match });
  const [first, ...others] = places;
  // From the end, so that the places before stay what they are.
  const gone = item === null ? places : others;
  const without = gone.toReversed().reduce(
    (left, place) => setYamlValue(left, [...path, place], undefined),
    text,
  );
  const count = listAt(values, path).length;
  if (item === null) {
    return gone.length > 0 && gone.length === count ? setYamlValue(text, path, undefined) : without;
  }
  return count === 0
    ? setYamlValue(without, path, [item])
    : setYamlValue(without, [...path, first ?? count], item);
}

function refuseOthers(value: YamlValue | undefined, path: Path): void {
  if (path.length > 0 && (Array.isArray(value) || value === undefined || value === null)) return;
  throw new AppError(
    "BAD_NOTEBOOK",
    `Cannot put an item into ${
      JSON.stringify(path.join("."))
    } as it must be a list: current value is ${JSON.stringify(value)?.slice(0, 80)}`,
  );
}

/** Returns the items of a list that are known by the same. */
export function itemsAt(
  values: YamlMapping,
  { path, match }: Pick<ItemChange, "path" | "match">,
): readonly YamlValue[] {
  const list = listAt(values, path);
  return placesIn(values, { path, match }).map((place) => list[place]);
}

function placesIn(
  values: YamlMapping,
  { path, match }: Pick<ItemChange, "path" | "match">,
): readonly number[] {
  const isMatch = (one: YamlValue) =>
    isMapping(one) &&
    Object.keys(match).every((key) => plain(one[key]) === plain(match[key]));
  return listAt(values, path).flatMap((one, place) => isMatch(one) ? [place] : []);
}

function listAt(values: YamlMapping, path: Path): readonly YamlValue[] {
  const list = valueAt(values, path);
  return Array.isArray(list) ? list : [];
}

/** An empty list is none, and a number is its digits. */
function plain(value: YamlValue | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? "" : JSON.stringify(value.map(plain));
  return value === undefined || value === null ? "" : String(value);
}
