import { equal, throws } from "node:assert/strict";
import {
  parseEmail,
  parseName,
  parseNewPassword,
  parsePassword,
} from "@/lib/auth/accounts/account_fields.ts";
import { AppError } from "@/lib/errors.ts";

const LONG = "x".repeat(10_000);

function refusal(text: string) {
  return (error: unknown) =>
    error instanceof AppError && error.code === "BAD_PARAMETER" &&
    (text.length < 8 || !error.message.includes(text));
}

Deno.test("parseEmail() writes one address in one way", async (t) => {
  const cases = [
    ["ada@example.com", "ada@example.com"],
    ["  Ada@EXAMPLE.com ", "ada@example.com"],
    ["ada@ｅxample.com", "ada@example.com"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["o'neil+shop@mail.example.com", "o'neil+shop@mail.example.com"],
  ];
  for (const [typed, stored] of cases) {
    await t.step(typed, () => equal(parseEmail(typed), stored));
  }
});

Deno.test("parseEmail() refuses what is no address, and headers in it", async (t) => {
  const cases = [
    "",
    "@",
    "ada",
    "ada@",
    "@b.example",
    "ada@localhost",
    "a b@example.com",
    "ada@example.com\r\nBcc: all@example.com",
    "ada\u0000@example.com",
    "Ada <ada@example.com>",
    "ada@example.com,eve@example.com",
    "ada@exa mple.com",
    "ada\u202e@example.com",
    `${LONG}@example.com`,
    `ada@${"a.".repeat(5000)}com`,
  ];
  for (const text of cases) {
    await t.step(JSON.stringify(text.slice(0, 40)), () => {
      throws(() => parseEmail(text), refusal(text));
    });
  }
});

Deno.test("parseName() takes names and refuses what cannot be seen", () => {
  equal(parseName(" Zoë O'Neil "), "Zoë O'Neil");
  for (const text of ["", "  ", "a\u0000b", "a\nb", "\ud800", "a\u202eb", LONG]) {
    throws(() => parseName(text), refusal(text));
  }
});

Deno.test("parseNewPassword() takes 12 characters and more, and no obvious ones", () => {
  const email = "ada@example.com";
  equal(parseNewPassword("twelve chars", email), "twelve chars");
  equal(parseNewPassword("  spaces stay  ", email), "  spaces stay  ");
  for (
    const text of ["", "eleven char", "😀😃😄😁😆", "aaaaaaaaaaaaaaaa", "Ada@Example.com1", LONG]
  ) {
    throws(() => parseNewPassword(text, email), refusal(text));
  }
});

Deno.test("parsePassword() refuses what would take long to hash", () => {
  equal(parsePassword("short"), "short");
  throws(() => parsePassword(LONG), refusal(LONG));
});
