/**
 * What is wrong with what somebody typed about an account, in words for the field that holds it.
 *
 * @module
 */
import { parseEmail, parseName, parseNewPassword } from "@/lib/auth/accounts/account_fields.ts";
import { AppError } from "@/lib/errors.ts";

/** What is wrong, by the field's name; a field that is right is not in it. */
export type Faults = Readonly<Record<string, string>>;

/** The fields that can be checked before anything is asked of the engine. */
export interface TypedFields {
  readonly email?: string;
  readonly name?: string;
  readonly password?: string;
}

const EMAIL_WORDS = "This is not an e-mail address. One reads like name@example.com.";
const NAME_WORDS = "Write a name of 1 to 100 characters, all of them visible.";
const SHORT_WORDS = "Use at least 12 characters. A few words that you remember are good.";
const LONG_WORDS = "Use at most 1,000 characters.";
const PLAIN_WORDS = "Use four or more different characters, and leave your e-mail address out.";

/** Checks the fields that are given. */
export function faultsOf({ email, name, password }: TypedFields): Faults {
  const found: Record<string, string> = {};
  if (email !== undefined && !passes(() => parseEmail(email))) found.email = EMAIL_WORDS;
  if (name !== undefined && !passes(() => parseName(name))) found.name = NAME_WORDS;
  if (password !== undefined) {
    const address = email ?? "";
    const known = found.email === undefined && address !== "" ? parseEmail(address) : NOBODY;
    if (!passes(() => parseNewPassword(password, known))) found.password = passwordWords(password);
  }
  return found;
}

/** Stands for an address that is not known: no password holds it. */
const NOBODY = "\n";

function passwordWords(password: string): string {
  if (password.length > 1000) return LONG_WORDS;
  return [...password.normalize("NFKC")].length < 12 ? SHORT_WORDS : PLAIN_WORDS;
}

function passes(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
