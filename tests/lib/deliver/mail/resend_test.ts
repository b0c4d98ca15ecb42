import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { resendCarrier } from "@/lib/deliver/mail/resend.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { aLetter, PIXEL } from "@/tests/helpers/letters.ts";
import { neverAnswer, startModelServer } from "@/tests/helpers/model_server.ts";

const { signal } = new AbortController();
const FROM = parseMailbox("Daybook <daybook@example.org>");

function carrierAt(baseUrl: string, timeLimitMilliseconds = 10_000) {
  return resendCarrier({ key: "re_key", baseUrl }, FROM, { timeLimitMilliseconds });
}

Deno.test("resendCarrier() posts a letter whole, under its id", async () => {
  await using server = startModelServer(() => Response.json({ id: "49a3" }));
  const letter = aLetter({ subject: "One\r\nBcc: eve@example.net" });
  assertEquals(await carrierAt(`${server.url}/`).try(letter, signal), { type: "sent" });
  const [{ path, headers, body }] = server.asked;
  assertEquals(path, "/emails");
  assertEquals(
    [headers.authorization, headers["idempotency-key"], headers["content-type"]],
    ["Bearer re_key", "0190-letter", "application/json"],
  );
  assertEquals(body, {
    from: "Daybook <daybook@example.org>",
    to: ["Bea Ünal <bea@example.org>"],
    subject: "One Bcc: eve@example.net",
    text: letter.text,
    html: letter.html,
    headers: {
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": "<https://daybook.example.org/mail/stop/some-token_1>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    attachments: [{
      filename: "chart-1.png",
      content: PIXEL.toBase64(),
      content_type: "image/png",
      content_id: "chart-1@daybook",
    }],
  });
});

Deno.test("resendCarrier() knows answers that are none", async (t) => {
  const status = (code: number) => () => new Response("{}", { status: code });
  const cases: [string, () => Response, unknown][] = [
    ["a wrong key", status(401), ["sign-in refused", false, false]],
    ["a domain that is not ours", status(403), ["sign-in refused", false, false]],
    ["a letter that it does not take", status(422), ["letter refused", false, false]],
    ["too many", status(429), ["too much to do", true, false]],
    ["its own fault", status(503), ["server error", true, true]],
    [
      "a redirect, which the key would go along with",
      () => Response.redirect("http://127.0.0.1:1/", 307),
      ["network", false, false],
    ],
    ["an answer without end", () => new Response("x".repeat(100_000)), [
      "answer unreadable",
      false,
      true,
    ]],
  ];
  for (const [name, answer, expected] of cases) {
    await t.step(name, async () => {
      await using server = startModelServer(answer);
      const attempt = await carrierAt(server.url).try(aLetter(), signal);
      assertEquals(
        attempt.type === "failed" && [attempt.reason, attempt.again, attempt.perhapsSent],
        expected,
      );
    });
  }
  await t.step("none in time", async () => {
    await using server = startModelServer(neverAnswer);
    const attempt = await carrierAt(server.url, 200).try(aLetter(), signal);
    assertEquals(attempt, {
      type: "failed",
      reason: "time limit",
      again: false,
      perhapsSent: true,
    });
  });
});
