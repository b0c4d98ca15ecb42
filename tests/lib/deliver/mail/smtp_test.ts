import {
  deepStrictEqual as assertEquals,
  doesNotMatch as assertDoesNotMatch,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import type { SmtpConfig } from "@/lib/config/mail.ts";
import { smtpCarrier } from "@/lib/deliver/mail/smtp.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { aLetter, PIXEL } from "@/tests/helpers/letters.ts";
import { startMailServer, startTalkingServer } from "@/tests/helpers/mail_server.ts";

const { signal } = new AbortController();
const FROM = parseMailbox("Überblick <daybook@example.org>");
const TLS = new URL("../../../fixtures/tls/", import.meta.url);
const KEY = Deno.readTextFileSync(new URL("localhost_key.pem", TLS));
const CERTIFICATE = Deno.readTextFileSync(new URL("localhost_cert.pem", TLS));

interface More extends Partial<SmtpConfig> {
  readonly milliseconds?: number;
  readonly authorities?: string;
}

function carrierAt(port: number, { milliseconds = 10_000, authorities, ...more }: More = {}) {
  const config = {
    host: "127.0.0.1",
    port,
    secure: false,
    user: null,
    tlsRequired: false,
    ...more,
  };
  return smtpCarrier(config, FROM, { timeLimitMilliseconds: milliseconds, authorities });
}

/** Returns the reason and whether to try again, and whether it may have arrived. */
async function failureAt(port: number, more: More = {}, until = signal) {
  const attempt = await carrierAt(port, more).try(aLetter(), until);
  return attempt.type === "sent" ? "sent" : [
    attempt.reason,
    attempt.again ? "again" : "no more",
    attempt.perhapsSent ? "perhaps" : "not",
  ];
}

Deno.test("smtpCarrier() sends both parts, the pictures and who it is from and to", async () => {
  await using server = await startMailServer();
  assertEquals(await carrierAt(server.port).try(aLetter(), signal), { type: "sent" });
  const [{ from, to, mail }] = server.arrived;
  assertEquals([from, to], ["daybook@example.org", ["bea@example.org"]]);
  assertEquals(mail.from?.value, [{ name: "Überblick", address: "daybook@example.org" }]);
  assertEquals(Array.isArray(mail.to) ? [] : mail.to?.value, [
    { name: "Bea Ünal", address: "bea@example.org" },
  ]);
  assertEquals(mail.subject, "Sales up 12% – März");
  assertEquals(mail.messageId, "<0190-letter@example.org>");
  assertEquals(mail.text?.trimEnd(), aLetter().text.trimEnd());
  const [picture] = mail.attachments;
  assertEquals(mail.attachments.length, 1);
  assertEquals(
    [picture.cid, picture.contentType, picture.contentDisposition, picture.related],
    ["chart-1@daybook", "image/png", "inline", true],
  );
  assertEquals(new Uint8Array(picture.content), PIXEL);
  // The parser puts pictures in the places that name them.
  assertMatch(String(mail.html), /<img src="data:image\/png;base64,iVBOR/);
});

Deno.test("smtpCarrier() lets letters be ended at one click, as RFC 8058 says", async () => {
  await using server = await startMailServer();
  const far = `https://daybook.example.org/mail/stop/${"a".repeat(300)}`;
  await carrierAt(server.port).try(aLetter({ unsubscribeUrl: far }), signal);
  await carrierAt(server.port).try(aLetter({ unsubscribeUrl: null }), signal);
  const [some, none] = server.arrived.map(({ raw }) => raw);
  assert(some.includes(`\r\nList-Unsubscribe: <${far}>\r\n`), some);
  assertMatch(some, /\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n/);
  assertMatch(some, /^Auto-Submitted: auto-generated\r\n/m);
  assertDoesNotMatch(none, /List-Unsubscribe/);
});

Deno.test("smtpCarrier() lets no text begin a header, another letter or another recipient", async () => {
  await using server = await startMailServer();
  const hostile = "Sales\r\nBcc: eve@example.net\r\n\r\nHello\u2028X-Evil: 1";
  const text = "One\r\n.\r\nMAIL FROM:<eve@example.net>\r\n..two\r\n";
  await carrierAt(server.port).try(aLetter({ subject: hostile, text }), signal);
  assertEquals(server.arrived.length, 1);
  const [{ to, raw, mail }] = server.arrived;
  assertEquals(to, ["bea@example.org"]);
  assertEquals(mail.subject, "Sales Bcc: eve@example.net Hello X-Evil: 1");
  const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
  assertDoesNotMatch(head, /^(Bcc|X-Evil)/im);
  assertEquals(mail.text?.trimEnd().split("\n"), [
    "One",
    ".",
    "MAIL FROM:<eve@example.net>",
    "..two",
  ]);
});

Deno.test("smtpCarrier() keeps lines as short as servers take them", async () => {
  await using server = await startMailServer();
  const long = "1,234 € ".repeat(2_000).trimEnd();
  const html = `<p>${long}</p>`;
  await carrierAt(server.port).try(aLetter({ text: long, html, pictures: [] }), signal);
  const [{ raw, mail }] = server.arrived;
  assert(raw.split("\r\n").every((line) => line.length <= 998));
  assertEquals([mail.text?.trimEnd(), String(mail.html).trimEnd()], [long, html]);
});

Deno.test("smtpCarrier() takes no file and no address for what a letter holds", async () => {
  await using server = await startMailServer();
  // What the mail package would otherwise read from a disk or fetch.
  const letter = aLetter({ html: '<img src="file:///etc/hostname"><img src="/etc/hostname">' });
  await carrierAt(server.port).try(letter, signal);
  assertEquals(server.arrived[0].mail.attachments.length, 1);
});

Deno.test("smtpCarrier() signs in over TLS, begun by STARTTLS or from the first byte on", async (t) => {
  const tls = { key: KEY, cert: CERTIFICATE };
  const user = { name: "ann", password: "s3cret %@ö" };
  const signsIn = {
    ...tls,
    authOptional: false,
    disabledCommands: [],
    onAuth: (
      { username, password }: { username?: string; password?: string | null },
      _session: unknown,
      done: (error: Error | null, found?: { user: string }) => void,
    ) =>
      username === user.name && password === user.password
        ? done(null, { user: username })
        : done(new Error("Wrong")),
  };
  const known = { host: "localhost", user, authorities: CERTIFICATE };
  for (const secure of [false, true]) {
    await t.step(secure ? "from the first byte on" : "STARTTLS", async () => {
      await using server = await startMailServer({ ...signsIn, secure });
      const more = { ...known, secure, tlsRequired: true };
      assertEquals(await failureAt(server.port, more), "sent");
      assertEquals([server.arrived[0].secure, server.arrived[0].user], [true, "ann"]);
      const wrong = { ...more, user: { ...user, password: "wrong" } };
      assertEquals(await failureAt(server.port, wrong), ["sign-in refused", "no more", "not"]);
    });
  }
  await t.step("a certificate of nobody known", async () => {
    await using server = await startMailServer({ ...signsIn, secure: false });
    const strange = { ...known, tlsRequired: true, authorities: undefined };
    assertEquals((await failureAt(server.port, strange))[2], "not");
    assertEquals(server.arrived.length, 0);
  });
  await t.step("a certificate of another name", async () => {
    await using server = await startMailServer({ ...signsIn, secure: true });
    const other = { ...known, host: "127.0.0.1", secure: true, tlsRequired: true };
    assertEquals((await failureAt(server.port, other))[2], "not");
    assertEquals(server.arrived.length, 0);
  });
});

Deno.test("smtpCarrier() tells nothing to a server that hides TLS where it is required", async () => {
  await using server = startTalkingServer([
    "220 here",
    "250-here\r\n250 AUTH PLAIN LOGIN",
    "502 no STARTTLS",
  ]);
  const user = { name: "ann", password: "secret" };
  const failure = await failureAt(server.port, { user, tlsRequired: true });
  assertEquals(failure, ["no TLS", "no more", "not"]);
  assertEquals(server.heard.filter((line) => /AUTH|MAIL|YW5u/i.test(line)), []);
});

Deno.test("smtpCarrier() knows what a server refuses, and for how long", async (t) => {
  const hello = ["220 here", "250 here"];
  const cases: [string, readonly (string | null)[], unknown][] = [
    ["all is well", [...hello, "250 ok", "250 ok", "354 go on", "250 taken"], "sent"],
    ["no greeting for now", ["421 busy"], ["too much to do", "again", "not"]],
    ["no greeting for good", ["554 go away"], ["answer unreadable", "no more", "not"]],
    ["the sender", [...hello, "550 not you"], ["address refused", "no more", "not"]],
    ["who it is to", [...hello, "250 ok", "550 nobody"], ["address refused", "no more", "not"]],
    ["who it is to, for now", [...hello, "250 ok", "451 later"], [
      "too much to do",
      "again",
      "not",
    ]],
    ["the letter", [...hello, "250 ok", "250 ok", "354 go", "554 spam"], [
      "letter refused",
      "no more",
      "not",
    ]],
    ["the letter for now", [...hello, "250 ok", "250 ok", "354 go", "452 full"], [
      "too much to do",
      "again",
      "not",
    ]],
    ["cut off at once", [null], ["network", "again", "not"]],
    ["cut off before the letter", [...hello, "250 ok", null], ["network", "again", "not"]],
    // Nobody knows whether it was taken: a second one would be worse than none.
    ["cut off after the letter", [...hello, "250 ok", "250 ok", "354 go", null], [
      "network",
      "no more",
      "perhaps",
    ]],
  ];
  for (const [name, answers, expected] of cases) {
    await t.step(name, async () => {
      await using server = startTalkingServer(answers);
      assertEquals(await failureAt(server.port), expected);
    });
  }
});

Deno.test("smtpCarrier() ends in time, whatever a server does", async (t) => {
  const late = { milliseconds: 300 };
  await t.step("it says nothing", async () => {
    await using server = startTalkingServer([]);
    assertEquals((await failureAt(server.port, late))[0], "time limit");
  });
  await t.step("it hangs when the letter is handed over", async () => {
    await using server = startTalkingServer([
      "220 here",
      "250 here",
      "250 ok",
      "250 ok",
      "354 go on",
    ]);
    assertEquals(await failureAt(server.port, late), ["time limit", "no more", "perhaps"]);
  });
  await t.step("somebody stops it", async () => {
    await using server = startTalkingServer([]);
    const stopped = AbortSignal.abort();
    assertEquals(await failureAt(server.port, {}, stopped), ["cancelled", "no more", "not"]);
  });
  await t.step("nobody is there", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    assertEquals(await failureAt(port), ["network", "again", "not"]);
  });
});
