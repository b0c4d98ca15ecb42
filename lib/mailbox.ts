/**
 * Where mail goes to and comes from: an address with the name of who has it.
 *
 * @module
 */
import { domainToASCII } from "node:url";
import { AppError } from "./errors.ts";

/** An address, its domain as servers know it, and a name that it is shown with. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

const MOST_TEXT = 400;
const MOST_ADDRESS = 254;
const MOST_LOCAL = 64;
const MOST_NAME = 100;

/** As RFC 5322 has it without quotes: a server reads no more into it than an address. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;

/** Labels of letters, digits and hyphens; the last has a letter, so that it is no number of a machine. */
const DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Signs that would end a name, begin a header, or show it as another. */
const UNSAFE_IN_NAME =
  /[<>"\\]|\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Reads `ann@example.org` or `Ann Lee <ann@example.org>`; `null` of what is neither. */
export function readMailbox(text: string): Mailbox | null {
  if (text.length > MOST_TEXT) return null;
  const [, quoted, plain, inBrackets] =
    /^\s*(?:"([^"]*)"|([^<>"]*?))\s*<([^<>]*)>\s*$/s.exec(text) ?? [];
  const name = (quoted ?? plain ?? "").trim().normalize("NFC");
  const address = readAddress(inBrackets ?? text);
  if (address === null || name.length > MOST_NAME || UNSAFE_IN_NAME.test(name)) return null;
  return { name: name === "" ? null : name, address };
}

/** Reads a mailbox. @throws AppError BAD_PARAMETER */
export function parseMailbox(text: string): Mailbox {
  const mailbox = readMailbox(text);
  if (mailbox !== null) return mailbox;
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot take an address as it must read like name@example.org or Name <name@example.org>: " +
      `current value is ${JSON.stringify(text.slice(0, 100))}`,
  );
}

/** Writes a mailbox as people read it, and as `readMailbox` does. */
export function writeMailbox({ name, address }: Mailbox): string {
  if (name === null) return address;
  return /^[\p{L}\p{N} .'-]*$/u.test(name) ? `${name} <${address}>` : `"${name}" <${address}>`;
}

function readAddress(text: string): string | null {
  const plain = text.trim();
  const at = plain.lastIndexOf("@");
  if (at < 1 || at > MOST_LOCAL || !LOCAL.test(plain.slice(0, at))) return null;
  // A domain in letters of any script has a spelling that every server knows.
  const domain = domainToASCII(plain.slice(at + 1).normalize("NFC").toLowerCase());
  const address = `${plain.slice(0, at)}@${domain}`;
  return DOMAIN.test(domain) && address.length <= MOST_ADDRESS ? address : null;
}
