import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import type { MailOutcome } from "@/lib/deliver/mail/mailer.ts";
import { listMails } from "@/lib/workspace/mail/outbox.ts";
import { Sending } from "@/lib/workspace/mail/sending.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const asked = { notebook: "n1", cell: "brief" };

const draft = {
  brief: {
    title: "Sales",
    paragraphs: ["Revenue came to €70."],
    numbers: [],
    charts: [],
    notebookUrl: null,
  },
  receivers: [],
  subject: "Sales of the week",
  digest: "d",
  origin: "https://daybook.example.org",
  isFresh: true,
};

const sent = { draft, asked, again: false, by: { type: "owner" } } as const;

function readerOf(name: string) {
  const address = `${name}@example.org`;
  return { type: "mail", key: address, shown: address, box: parseMailbox(address) } as const;
}

databaseTest("Sending hands a few letters over at a time, each once", async (database) => {
  const begun: string[] = [];
  const four = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<MailOutcome>();
  const mailer = {
    from: parseMailbox("daybook@example.org"),
    send: async ({ to }: { readonly to: { readonly address: string } }) => {
      if (begun.push(to.address) === 4) four.resolve();
      return await answer.promise;
    },
  };
  const log = createLog({ level: "error" });
  await using sending = new Sending({ database, log, mailer, webhookSecret: null });
  const letters = [];
  for (const name of ["a", "b", "c", "d", "e", "f"]) {
    letters.push(await sending.begin(readerOf(name), sent));
  }
  assertIs(await sending.begin(readerOf("a"), sent), null);
  await four.promise;
  // The first four are under way; nobody was told anything yet.
  assertIs(begun.length, 4);
  answer.resolve({ type: "sent" });
  await Promise.all(letters.map((letter) => letter?.done));
  assertIs(begun.length, 6);
  const states = (await listMails(database, asked)).map(({ state }) => state);
  assertEquals(states, Array(6).fill("sent"));
});

databaseTest(
  "Sending keeps what became of letters that it was stopped before",
  async (database) => {
    const mailer = {
      from: parseMailbox("daybook@example.org"),
      send: async (_letter: unknown, signal: AbortSignal): Promise<MailOutcome> => {
        const stopped = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => stopped.resolve());
        if (!signal.aborted) await stopped.promise;
        return { type: "failed", reason: "cancelled", perhapsSent: false };
      },
    };
    const log = createLog({ level: "error" });
    const sending = new Sending({ database, log, mailer, webhookSecret: null });
    await sending.begin(readerOf("a"), sent);
    await sending[Symbol.asyncDispose]();
    const states = (await listMails(database, asked)).map(({ state }) => state);
    assertEquals(states, ["failed"]);
  },
);
