/**
 * Reads variables by rules, and notes what is wrong with them.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import { isLoopback } from "@/lib/loopback.ts";
import { CONNECTION_PREFIX, type Setting, SETTINGS, type SettingText } from "./settings.ts";

/** Variables by name, as `Deno.env.toObject()` gives them. */
export type Environment = Readonly<Record<string, string>>;

const LIST_SEPARATOR = Deno.build.os === "windows" ? ";" : ":";

const YES = ["true", "1", "yes", "on"];
const NO = ["false", "0", "no", "off"];

/** What is wrong with a value; it goes on from the variable's name. */
export class Rule {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Takes any text. */
export function text(value: string): string {
  return value;
}

/** Takes the URL of a Postgres database. */
export function postgresUrl(value: string): string | Rule {
  const isOne = ["postgres:", "postgresql:"].includes(URL.parse(value)?.protocol ?? "");
  return isOne ? value : new Rule("must be a URL that begins with postgres://");
}

/** Takes yes or no, in a few words. */
export function flag(value: string): boolean | Rule {
  const word = value.toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : new Rule("must be true or false");
}

/** Returns what takes whole numbers from 1 of so many digits. */
export function count(digits: number, rule: string): (value: string) => number | Rule {
  const known = new RegExp(`^[1-9]\\d{0,${digits - 1}}$`);
  return (value) => known.test(value) ? Number(value) : new Rule(rule);
}

/** Takes whole numbers above 0. */
export const bigCount = count(9, "must be a whole number above 0");

/** Returns what takes one of some words. */
export function oneOf<Word extends string>(words: readonly Word[]): (value: string) => Word | Rule {
  return (value) => words.find((word) => word === value) ?? new Rule(`must be ${words.join(", ")}`);
}

/** Takes folders, separated as the system separates them. */
export function folders(value: string): readonly string[] {
  return value.split(LIST_SEPARATOR).filter((folder) => folder !== "");
}

/** Takes numbers that may have decimals. */
export function amount(value: string): number | Rule {
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(value)
    ? Number(value)
    : new Rule("must be a number such as 5 or 0.5");
}

/** Takes the URL of a service, with TLS unless it is on this machine. */
export function httpUrl(value: string): string | Rule {
  const { protocol = "", username = "", password = "" } = URL.parse(value) ?? {};
  const isOne = protocol === "https:" || (protocol === "http:" && isLoopback(value));
  return isOne && username === "" && password === ""
    ? value
    : new Rule("must be a URL that begins with https://, or with http:// on this machine");
}

/** Takes where people open Daybook, or anything else that is on the web. */
export function webUrl(value: string): string | Rule {
  const url = URL.parse(value);
  const isOne = url !== null && ["http:", "https:"].includes(url.protocol) &&
    url.username === "" && url.search === "" && url.hash === "";
  return isOne
    ? url.href.replace(/\/+$/, "")
    : new Rule("must be a URL such as https://daybook.example.org");
}

/** Reads variables, and notes those that are wrong. An empty one counts as none. */
export class Variables {
  readonly problems: Problem[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Returns what a variable says; `null` where it is not set, or wrong. */
  read<Value>(name: Setting, parse: (value: string) => Value | Rule): Value | null {
    return this.#read(name, parse);
  }

  /** Returns the URLs of connections by their names. */
  readConnections(): ReadonlyMap<string, string> {
    const connections = new Map<string, string>();
    for (const variable of Object.keys(this.#environment)) {
      if (!variable.startsWith(CONNECTION_PREFIX)) continue;
      const name = variable.slice(CONNECTION_PREFIX.length);
      const isName = /^[A-Z][A-Z0-9_]{0,62}$/.test(name);
      const rule = new Rule("must have letters, digits and _ in its name");
      const url = this.#read(variable, (value) => isName ? postgresUrl(value) : rule);
      if (url !== null) connections.set(name.toLowerCase(), url);
    }
    return connections;
  }

  /** Notes a variable that must be set, unless it was and is wrong. */
  require(name: Setting, rule: string): void {
    if (this.problems.some(({ place }) => place.key === name)) return;
    this.#note(name, `${rule}: current value is missing`, "");
  }

  /** Notes a variable that is wrong; the value of one that is secret is not told. */
  refuse(name: string, rule: string): void {
    const described = settingOf(name);
    const isSecret = described === null || described.secret;
    const shown = isSecret ? "not shown as it may hold a password" : `"${this.#environment[name]}"`;
    this.#note(name, `${rule}: current value is ${shown}`, ", or remove it");
  }

  #read<Value>(name: string, parse: (value: string) => Value | Rule): Value | null {
    const value = this.#environment[name] ?? "";
    if (value.trim() === "") return null;
    const found = parse(value);
    if (!(found instanceof Rule)) return found;
    this.refuse(name, found.text);
    return null;
  }

  #note(name: string, wrong: string, or: string): void {
    const { example, made } = settingOf(name) ?? {};
    const such = example === undefined ? "what it must be" : `what it must be, such as ${example}`;
    const value = made === undefined ? such : `a secret of your own, as \`${made}\` prints one`;
    this.problems.push({
      severity: "error",
      code: "BAD_SETTING",
      message: `Cannot start as ${name} ${wrong}`,
      place: { key: name },
      remedy: `Set the environment variable ${name} to ${value}${or}`,
    });
  }
}

function settingOf(name: string): SettingText | null {
  const known = name.startsWith(CONNECTION_PREFIX) ? `${CONNECTION_PREFIX}NAME` : name;
  return Object.hasOwn(SETTINGS, known) ? SETTINGS[known as Setting] : null; // hasOwn says that it is one
}
