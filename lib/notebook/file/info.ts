/**
 * Tells a cell from a listing by the first line of a fenced block.
 *
 * @module
 */
import { nearestName } from "@/lib/nearest.ts";
import { isName } from "@/lib/notebook/ids.ts";

/** What a fence's info string makes of its block. */
export type Info =
  | { readonly type: "cell"; readonly kind: string; readonly name: string | null }
  | { readonly type: "prose" }
  | { readonly type: "wrong"; readonly message: string; readonly remedy: string | null };

/** Names of languages that look like mistyped kinds. */
const LANGUAGES = new Set(["lean", "psql", "tsql", "sqlite", "plsql", "pgsql", "mysql"]);

/**
 * Reads an info string. A kind, alone or with a name, makes a cell; a word near to
 * a kind is a mistake where a name follows it or the word is long enough to be
 * sure; all else is a listing in some language.
 */
export function readInfo(info: string, kinds: readonly string[]): Info {
  const [kind = "", name, ...rest] = info.split(/[ \t]+/);
  if (kinds.includes(kind)) {
    if (rest.length === 0) return { type: "cell", kind, name: name ?? null };
    return {
      type: "wrong",
      message:
        `Cannot read the cell's first line as it must be a kind and a name: current value is ${
          JSON.stringify(info.slice(0, 80))
        }`,
      remedy: "Join the words of the name with underscores",
    };
  }
  const near = nearestName(kind, kinds);
  if (near === null || LANGUAGES.has(kind)) return { type: "prose" };
  const followed = name !== undefined && rest.length === 0 && isName(name);
  const alone = name === undefined && near.length > 4;
  const meant = kind.toLowerCase() === near || followed || alone;
  if (!meant) return { type: "prose" };
  return {
    type: "wrong",
    message: `Cannot use the kind ${
      JSON.stringify(kind.slice(0, 60))
    } as there is none of this name: current value is ${JSON.stringify(info.slice(0, 80))}`,
    remedy: `Did you mean ${JSON.stringify(near)}?`,
  };
}
