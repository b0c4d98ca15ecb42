/**
 * What people type about an account, parsed. What is refused is told without the password.
 *
 * @module
 */
import { domainToASCII } from "node:url";
import { AppError } from "@/lib/errors.ts";

const EMAIL_CHARACTERS = 254;
const NAME_CHARACTERS = 100;
const LEAST_PASSWORD_CHARACTERS = 12;

/** More would cost time to hash, and nobody types it. */
const MOST_PASSWORD_CHARACTERS = 1000;

const EMAIL = /^[^\s\p{C}@<>()[\]\\,;:"]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/u;

/**
 * Returns an address as it is stored, so that however it is written it has one account: without
 * space around it, in small letters, its domain as servers know it.
 *
 * @throws AppError BAD_PARAMETER
 */
export function parseEmail(text: string): string {
  refuseLong("an e-mail address", text, EMAIL_CHARACTERS);
  const plain = text.trim().normalize("NFKC").toLowerCase();
  const at = plain.lastIndexOf("@");
  const email = `${plain.slice(0, at)}@${domainToASCII(plain.slice(at + 1))}`;
  if (at > 0 && email.length <= EMAIL_CHARACTERS && EMAIL.test(email)) return email;
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot take an e-mail address as it must read like name@example.com: " +
      `current value has ${text.length} characters`,
  );
}

/**
 * Returns a name as it is shown.
 *
 * @throws AppError BAD_PARAMETER
 */
export function parseName(text: string): string {
  refuseLong("a name", text, NAME_CHARACTERS);
  const name = text.trim().normalize("NFC");
  if (name !== "" && !/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u.test(name)) return name;
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot take a name as it must have characters, and only those that can be seen: " +
      `current value has ${text.length} characters`,
  );
}

/**
 * Returns a new password where it is long enough and not the address itself.
 *
 * @throws AppError BAD_PARAMETER
 */
export function parseNewPassword(text: string, email: string): string {
  const password = parsePassword(text);
  if ([...password.normalize("NFKC")].length < LEAST_PASSWORD_CHARACTERS) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot take a password as it must have at least ${LEAST_PASSWORD_CHARACTERS} characters: ` +
        `current value has ${[...password].length}`,
    );
  }
  if (new Set(password).size < 4 || password.toLowerCase().includes(email)) {
    throw new AppError(
      "BAD_PARAMETER",
      "Cannot take a password as it must have four different characters and not hold the e-mail address",
    );
  }
  return password;
}

/**
 * Returns a password that somebody signs in with: it may be wrong, but not endless.
 *
 * @throws AppError BAD_PARAMETER
 */
export function parsePassword(text: string): string {
  refuseLong("a password", text, MOST_PASSWORD_CHARACTERS);
  return text;
}

/**
 * Refuses what is longer than it may be, before any work is done with it.
 *
 * @throws AppError BAD_PARAMETER
 */
export function refuseLong(what: string, text: string, characters: number): void {
  if (text.length <= characters) return;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot take ${what} as it must have at most ${characters} characters: ` +
      `current value has ${text.length}`,
  );
}
