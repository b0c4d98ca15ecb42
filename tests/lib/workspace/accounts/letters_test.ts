import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import { createLog } from "@/lib/log.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { sendLetter, writeLetter } from "@/lib/workspace/accounts/letters.ts";
import { startMailServer, startTalkingServer } from "@/tests/helpers/mail_server.ts";

const asked = {
  to: "ann@example.org",
  subject: "Another password",
  words: ["Open this link:", 'If it was not you, "do" nothing <at all>.'],
  link: "https://daybook.example.org/reset?token=a&b=c",
} as const;

function mailerAt(port: number) {
  return createMailer({
    type: "smtp",
    host: "127.0.0.1",
    port,
    secure: false,
    user: null,
    tlsRequired: false,
    from: parseMailbox("daybook@example.org"),
  });
}

Deno.test("writeLetter() has its link in both parts, and escapes what it says", () => {
  const { text, html, unsubscribeUrl } = writeLetter(asked);
  assertEquals(text.split("\n\n").map((part) => part.trim()), [
    asked.words[0],
    asked.link,
    asked.words[1],
  ]);
  assert(html.includes('href="https://daybook.example.org/reset?token=a&amp;b=c"'));
  assert(html.includes("&quot;do&quot; nothing &lt;at all&gt;."));
  assertEquals(unsubscribeUrl, null);
});

Deno.test("sendLetter() tells whether it went, and logs no link and no address where it did not", async () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => void lines.push(line) });
  await using server = await startMailServer();
  assertEquals(await sendLetter({ mailer: mailerAt(server.port), log }, asked), true);
  assertEquals(server.arrived[0].to, ["ann@example.org"]);
  assert(server.arrived[0].mail.text?.includes(asked.link));
  await using refusing = startTalkingServer(["220 a", "250 a", "550 no"]);
  assertEquals(await sendLetter({ mailer: mailerAt(refusing.port), log }, asked), false);
  assertEquals(await sendLetter({ mailer: createMailer({ type: "none" }), log }, asked), false);
  assert(lines.join("").includes("mail.failed"));
  assert(!/token=|ann@/.test(lines.join("")));
});
