/**
 * Reads the tables of functions, and picks the signature that fits the arguments.
 *
 * @module
 */
import { distance, type ParameterType, type SqlType } from "@/lib/sql/types.ts";

/** What an argument may be, besides a type. */
export type ArgumentRule = ParameterType | "any";

/** One way to call a function. */
export interface Signature {
  readonly name: string;
  readonly takes: readonly ArgumentRule[];
  /** The last argument may be repeated. */
  readonly variadic: boolean;
  /** `same`: the type of the first argument. */
  readonly gives: SqlType | "same";
  /** How the call is printed, with `$1` for the first argument and `$*` for all; a trailing cast for aggregates. */
  readonly print: string;
}

/**
 * Reads lines such as `round(float, int4) float = round($1::numeric, $2)::float8`.
 * Without a template the call is printed as it stands. `any...` may be repeated.
 */
export function readSignatures(table: string): ReadonlyMap<string, readonly Signature[]> {
  const signatures = new Map<string, Signature[]>();
  for (const line of table.split("\n").map((text) => text.trim()).filter((text) => text !== "")) {
    const [, name, takes, gives, print] = /^(\w+)\(([^)]*)\) (\w+)(?: = (.+))?$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`Cannot read as signature: current value is ${line}`);
    const variadic = takes.endsWith("...");
    // The tables below are ours: a word that is no type would fail their test.
    const rules = takes.replace("...", "").split(", ").filter((rule) =>
      rule !== ""
    ) as ArgumentRule[];
    const short = gives === "int4";
    signatures.set(name, [...signatures.get(name) ?? [], {
      name,
      takes: rules,
      variadic,
      // As above.
      gives: short ? "integer" : gives as SqlType | "same",
      print: print ?? `${name}($*)${short ? "::int8" : ""}`,
    }]);
  }
  return signatures;
}

/** Returns the nearest signature, or `null` when the arguments fit none. */
export function pickSignature(
  signatures: readonly Signature[],
  types: readonly SqlType[],
): Signature | null {
  let picked: Signature | null = null;
  let least = Infinity;
  for (const signature of signatures) {
    const cost = costOf(signature, types);
    if (cost < least) {
      least = cost;
      picked = signature;
    }
  }
  return picked;
}

/** What the argument at this index must be. */
export function ruleAt(signature: Signature, index: number): ArgumentRule {
  return signature.takes[Math.min(index, signature.takes.length - 1)];
}

/** Returns how the signature is shown in a message. */
export function describe({ name, takes, variadic }: Signature): string {
  const shown = takes.map((rule) => rule === "int4" ? "integer" : rule);
  return `${name}(${shown.join(", ")}${variadic ? ", …" : ""})`;
}

function costOf(signature: Signature, types: readonly SqlType[]): number {
  const { takes, variadic } = signature;
  const fits = variadic ? types.length >= takes.length : types.length === takes.length;
  if (!fits) return Infinity;
  return types.reduce((cost, type, index) => {
    const rule = ruleAt(signature, index);
    return cost + (rule === "any" ? 0 : distance(type, rule));
  }, 0);
}
