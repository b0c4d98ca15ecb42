import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { MailConfig } from "@/lib/config/mail.ts";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { aLetter } from "@/tests/helpers/letters.ts";
import { startMailServer, startTalkingServer } from "@/tests/helpers/mail_server.ts";
import { startModelServer } from "@/tests/helpers/model_server.ts";

const { signal } = new AbortController();
const from = parseMailbox("daybook@example.org");

function smtpAt(port: number): MailConfig {
  return {
    type: "smtp",
    host: "127.0.0.1",
    port,
    secure: false,
    user: null,
    tlsRequired: false,
    from,
  };
}

/** Waits that are noted and not waited out. */
function noted() {
  const waits: number[] = [];
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  return { waits, wait };
}

Deno.test("createMailer() says that nothing was sent where nothing is configured", async () => {
  const mailer = createMailer({ type: "none" });
  assertEquals(mailer.from, null);
  assertEquals(await mailer.send(aLetter(), signal), { type: "not_configured" });
});

Deno.test("createMailer() sends by SMTP, and by Resend", async () => {
  await using server = await startMailServer();
  const mailer = createMailer(smtpAt(server.port));
  assertEquals([mailer.from, await mailer.send(aLetter(), signal)], [from, { type: "sent" }]);
  assertEquals(server.arrived.length, 1);
  await using resend = startModelServer(() => Response.json({ id: "1" }));
  const other = createMailer({ type: "resend", key: "re_1", baseUrl: resend.url, from });
  assertEquals(await other.send(aLetter(), signal), { type: "sent" });
  assertEquals(resend.asked.length, 1);
});

Deno.test("createMailer() tries again what failed for now, and waits longer each time", async () => {
  await using server = startModelServer(
    () => new Response("", { status: 503 }),
    () => new Response("", { status: 429 }),
    () => Response.json({ id: "1" }),
  );
  const { waits, wait } = noted();
  const mailer = createMailer({ type: "resend", key: "re_1", baseUrl: server.url, from }, { wait });
  assertEquals(await mailer.send(aLetter(), signal), { type: "sent" });
  const ids = server.asked.map(({ headers }) => headers["idempotency-key"]);
  assertEquals(ids, ["0190-letter", "0190-letter", "0190-letter"]);
  // 1 s and 2 s, each up to twice as long.
  assert(waits[0] >= 1_000 && waits[0] < 2_000 && waits[1] >= 2_000 && waits[1] < 4_000);
});

Deno.test("createMailer() gives up at the last try, and never tries what may have arrived", async () => {
  await using busy = startTalkingServer(["421 busy"]);
  const { waits, wait } = noted();
  const outcome = await createMailer(smtpAt(busy.port), { wait }).send(aLetter(), signal);
  assertEquals(outcome, { type: "failed", reason: "too much to do", perhapsSent: false });
  assertEquals(waits.length, 2);
  const talk = ["220 a", "250 a", "250 ok", "250 ok", "354 go", null];
  await using gone = startTalkingServer(talk);
  const once = noted();
  const lost = await createMailer(smtpAt(gone.port), once).send(aLetter(), signal);
  assertEquals(lost, { type: "failed", reason: "network", perhapsSent: true });
  assertEquals(once.waits, []);
});
