/**
 * Headers of a letter. Whatever a notebook is called, it cannot begin a header of its own.
 *
 * @module
 */
import type { Letter } from "./mailer.ts";

const MOST_SUBJECT = 200;

/** Returns a subject on one line, shortened, without signs that hide or turn text around. */
export function subjectOf(text: string): string {
  const plain = text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu, "").trim();
  const signs = [...plain];
  return signs.length <= MOST_SUBJECT ? plain : `${signs.slice(0, MOST_SUBJECT - 1).join("")}…`;
}

/** Returns what a letter has besides who, what and when: each value is one line of ASCII. */
export function headersOf({ unsubscribeUrl }: Letter): Readonly<Record<string, string>> {
  return {
    // Keeps those who are away from answering to a program.
    "Auto-Submitted": "auto-generated",
    ...(unsubscribeUrl === null ? {} : {
      // URL has no space, no line and no bracket in what it writes.
      "List-Unsubscribe": `<${new URL(unsubscribeUrl).href}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  };
}
