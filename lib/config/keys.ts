/**
 * The settings of the keys that seal what is stored.
 *
 * @module
 */
import { SETTINGS } from "./settings.ts";
import { Rule, type Variables } from "./variables.ts";

/** The keys that seal what is stored. */
export interface KeysConfig {
  /** Seals; `null` where nobody set it: a key is kept in the data directory then. */
  readonly current: string | null;
  /** Open what they sealed before. */
  readonly previous: readonly string[];
}

const LEAST_CHARACTERS = 32;
const LEAST_DIFFERENT = 12;

/** Words of keys that stand in examples and in other programs' defaults. */
const DEFAULTS =
  /change.?(?:me|this|in)|default|example|your.?(?:secret|key)|placeholder|do.?not.?use/i;

/** Takes a secret that nobody can guess: long, of many characters, and no example's. */
export function secret(value: string): string | Rule {
  if (value.length < LEAST_CHARACTERS) {
    return new Rule(`must have at least ${LEAST_CHARACTERS} characters`);
  }
  const isWeak = new Set(value).size < LEAST_DIFFERENT || DEFAULTS.test(value);
  return isWeak || isShown(value)
    ? new Rule("must be a secret of your own that nobody can guess")
    : value;
}

/** Takes a password, unless everybody can read it in our documentation. */
export function ownPassword(value: string): string | Rule {
  return isShown(value) ? new Rule("must be a secret of your own that nobody can guess") : value;
}

/** Reads the keys; in production there must be one. */
export function readKeys(
  variables: Variables,
  { production }: { readonly production: boolean },
): KeysConfig {
  const current = variables.read("APP_ENCRYPTION_KEY", secret);
  const previous = variables.read("APP_ENCRYPTION_PREVIOUS_KEYS", secrets) ?? [];
  if (production && current === null) {
    variables.require("APP_ENCRYPTION_KEY", "must be set in production");
  }
  return { current, previous };
}

/** What stands in our own documentation is no secret. */
function isShown(value: string): boolean {
  return Object.values(SETTINGS).some(({ example }) => example === value);
}

/** One that was weak can be given up all the same. */
function secrets(value: string): readonly string[] {
  return value.split(",").map((part) => part.trim()).filter((part) => part !== "");
}
