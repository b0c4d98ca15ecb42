import {
  deepStrictEqual as assertEquals,
  doesNotMatch,
  match,
  ok as assert,
} from "node:assert/strict";
import { invitationLetter, passwordResetLetter } from "@/lib/deliver/mail/account_letters.ts";

const asked = {
  to: { name: null, address: "ann@example.org" },
  url: "https://daybook.example.org/reset/some-token?a=1&b=2",
  expiresAt: "2026-03-01T12:30:00.000Z",
};

Deno.test("passwordResetLetter() has its link in both parts, and says until when it works", () => {
  const letter = passwordResetLetter(asked);
  assertEquals(letter.subject, "Set another password for Daybook");
  assert(letter.text.split("\n").includes(asked.url));
  assert(letter.html.includes('href="https://daybook.example.org/reset/some-token?a=1&amp;b=2"'));
  match(letter.text, /until (?:1 Mar 2026|Mar 1, 2026).*12:30/);
  assertEquals([letter.unsubscribeUrl, letter.pictures], [null, []]);
  assert(letter.id !== passwordResetLetter(asked).id);
});

Deno.test("invitationLetter() says who invites, whatever they are called", () => {
  const by = 'Eve\r\n\r\nhttps://evil.example <a href="x">';
  const letter = invitationLetter({ ...asked, by });
  assertEquals(
    letter.text.split("\n")[0],
    'Eve https://evil.example <a href="x"> invites you to Daybook. ' +
      "Open this link to make your account:",
  );
  doesNotMatch(letter.html, /<a href="x">/);
});
