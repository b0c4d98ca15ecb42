/**
 * Looks for secrets in what a site has logged: each site that a test starts is looked at when it ends,
 * so that a whole run of the tests finds none.
 *
 * @module
 */
import { PASSWORD } from "./passwords.ts";

/** Settings whose values nobody may read. */
const SECRET_SETTING = /KEY|SECRET|PASSWORD|TOKEN|_URL$|^CONNECTION_/;

/** Shorter values are found in words that mean something else. */
const SHORTEST = 8;

/** Keys, tokens of links and what programs show, whoever made them. */
const PATTERNS = [
  /dbk_[0-9a-f]+_[\w-]{10,}/,
  /\bBearer\s+[\w.-]{20,}/i,
  /[?&](?:token|key|code|state)=[\w-]{16,}/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/,
];

/** What a test has put into a site. */
export interface Planted {
  /** As the site was started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** The link that signs in, and the cookie of the session. */
  readonly values: readonly string[];
}

/** Returns those lines of a log that hold a secret. */
export function linesWithSecrets(
  logged: readonly string[],
  { environment, values }: Planted,
): readonly string[] {
  const settings = Object.entries(environment)
    .flatMap(([name, value]) => SECRET_SETTING.test(name) ? secretOf(value) : []);
  const secrets = [PASSWORD, ...values, ...settings].filter(({ length }) => length >= SHORTEST);
  return logged.filter((line) =>
    secrets.some((secret) => line.includes(secret)) ||
    PATTERNS.some((pattern) => pattern.test(line))
  );
}

/** Of an address its password, of all else the whole. */
function secretOf(value: string): readonly string[] {
  if (!URL.canParse(value)) return [value];
  const { password } = new URL(value);
  return password === "" ? [] : [decodeURIComponent(password)];
}
