import {
  deepStrictEqual as assertEquals,
  doesNotMatch,
  match,
  ok as assert,
  rejects,
} from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import type { Surroundings } from "@/lib/deliver/outside/target.ts";
import { createLog } from "@/lib/log.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { createMail, type MailServices } from "@/lib/workspace/mail/mail.ts";
import { startMailServer, startTalkingServer } from "@/tests/helpers/mail_server.ts";
import { type NotebooksForTest, notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

/** Loopback stands for the open internet. */
const LOOPBACK: Surroundings = {
  resolve: () => Promise.resolve(["127.0.0.1"]),
  isAllowed: (address) => address === "127.0.0.1",
  allowsPlain: true,
};

const NOTEBOOK = `---
title: "Sales <b>& more</b>"
---

\`\`\`load orders
inline: |
  day,region,amount
  2026-01-01,North,10
  2026-01-02,South,20
  2026-01-03,North,40
\`\`\`

\`\`\`kpi daily
time: day
grain: day
by: [region]
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`chart trend
type: line
measure: revenue
\`\`\`

\`\`\`summary brief
mail:
  to: [ann@example.org, "Bea Ünal <bea@example.org>", Ann@Example.org]
  subject: Sales of the week
template: Revenue came to {{ daily.revenue.total }}.
\`\`\`
`;

const from = parseMailbox("Daybook <daybook@example.org>");

function mailerAt(port: number) {
  return createMailer({
    type: "smtp",
    host: "127.0.0.1",
    port,
    secure: false,
    user: null,
    tlsRequired: false,
    from,
  }, { wait: () => Promise.resolve() });
}

/** A workspace's mail, on a notebook that has run. */
async function open(
  { notebooks, database }: Pick<NotebooksForTest, "notebooks" | "database">,
  { mailer, text = NOTEBOOK, ...more }: Pick<MailServices, "mailer"> & Partial<MailServices> & {
    readonly text?: string;
  },
) {
  const drawer = createDrawer();
  const { id } = await notebooks.create({ text });
  await runToEnd(notebooks, { id });
  const log = createLog({ level: "error" });
  const make = () =>
    createMail({
      database,
      notebooks,
      drawer,
      mailer,
      log,
      webhookSecret: null,
      publicUrl: null,
      ...more,
    });
  let mail = make();
  const asked = {
    notebook: id,
    cell: "brief",
    parameters: {},
    origin: "https://daybook.example.org",
  };
  return {
    id,
    asked,
    get mail() {
      return mail;
    },
    async send(more: { readonly again?: boolean } = {}) {
      const { digest } = await mail.preview(asked);
      return await mail.send({ ...asked, digest, again: false, by: { type: "owner" }, ...more });
    },
    /** Waits for all that is under way. */
    async settle() {
      for (;;) {
        const states = (await mail.sent(asked)).map(({ to, state }) => [to, state]);
        if (!states.some(([, state]) => state === "sending")) return Object.fromEntries(states);
      }
    },
    async restart() {
      await mail[Symbol.asyncDispose]();
      mail = make();
    },
    async [Symbol.asyncDispose]() {
      await mail[Symbol.asyncDispose]();
      await drawer.close();
    },
  };
}

notebooksTest(
  "createMail() shows exactly what it then sends, to each reader a letter of their own",
  async (given) => {
    await using server = await startMailServer();
    await using desk = await open(given, { mailer: mailerAt(server.port) });
    const preview = await desk.mail.preview(desk.asked);
    assertEquals(
      [preview.title, preview.subject, preview.from, preview.hindrance],
      ["Sales <b>& more</b>", "Sales of the week", "Daybook <daybook@example.org>", null],
    );
    assertEquals(preview.recipients, [
      { to: "ann@example.org", state: "new" },
      { to: "Bea Ünal <bea@example.org>", state: "new" },
    ]);
    // 10 + 20 + 40 = 70.
    match(preview.text, /^Sales <b>& more<\/b>\n\nRevenue came to €70\.\n\n/);
    match(preview.html, /<h1[^>]*>Sales &lt;b&gt;&amp; more&lt;\/b&gt;<\/h1>/);
    match(preview.html, /<img src="data:image\/png;base64,iVBOR/);
    doesNotMatch(preview.html, /src="(?:https?:|cid:|\/)/);

    assertEquals(await desk.send(), { type: "begun", letters: 2, left: 0 });
    assertEquals(await desk.settle(), { "ann@example.org": "sent", "bea@example.org": "sent" });
    const letters = server.arrived.toSorted((a, b) => a.to[0].localeCompare(b.to[0]));
    assertEquals(letters.map(({ to }) => to), [["ann@example.org"], ["bea@example.org"]]);
    const stops = letters.map(({ mail: { text = "" } }) => /mail\/stop\/(\S+)/.exec(text)?.[1]);
    assert(stops[0] !== undefined && stops[0] !== stops[1]);
    for (const [i, { mail, raw }] of letters.entries()) {
      assertEquals(mail.subject, "Sales of the week");
      assertEquals(mail.text, preview.text.replace("…", stops[i] ?? ""));
      assertEquals(
        mail.attachments.map(({ contentType, cid }) => [contentType, cid]).slice(0, 1),
        [["image/png", "chart-1@daybook"]],
      );
      match(
        raw,
        new RegExp(
          `^List-Unsubscribe: <https://daybook\\.example\\.org/mail/stop/${stops[i]}>`,
          "m",
        ),
      );
      match(mail.text ?? "", new RegExp(`https://daybook\\.example\\.org/notebooks/${desk.id}`));
    }
  },
  { draws: true },
);

notebooksTest(
  "createMail() mails nobody twice, though it is run or asked again, until a figure changes",
  async (given) => {
    const { notebooks } = given;
    await using server = await startMailServer();
    await using desk = await open(given, { mailer: mailerAt(server.port) });
    const both = await Promise.all([desk.send(), desk.send()]);
    assertEquals(both.map((one) => one.type === "begun" ? one.letters : 0).toSorted(), [0, 2]);
    await desk.settle();
    await runToEnd(notebooks, { id: desk.id });
    await desk.restart();
    assertEquals(await desk.send({ again: true }), { type: "begun", letters: 0, left: 2 });
    assertEquals(server.arrived.length, 2);

    const { revision } = await notebooks.open({ id: desk.id, parameters: {} });
    const { digest } = await desk.mail.preview(desk.asked);
    await notebooks.edit({
      id: desk.id,
      revision,
      editor: null,
      parameters: {},
      edits: [{
        type: "set_body",
        cell: "brief",
        text: "mail:\n  to: [ann@example.org]\ntemplate: All of {{ daily.revenue.total }}.\n",
      }],
    });
    await runToEnd(notebooks, { id: desk.id });
    assertEquals(
      await desk.mail.send({ ...desk.asked, digest, again: false, by: { type: "owner" } }),
      { type: "look_again" },
    );
    assertEquals(await desk.send(), { type: "begun", letters: 1, left: 0 });
    await desk.settle();
    assertEquals(server.arrived.length, 3);
  },
);

notebooksTest("createMail() says that nothing was sent where nothing can be", async (given) => {
  const { notebooks } = given;
  await using desk = await open(given, { mailer: createMailer({ type: "none" }) });
  const preview = await desk.mail.preview(desk.asked);
  assertEquals([preview.hindrance, preview.from], ["not_configured", null]);
  assertEquals(await desk.send(), { type: "look_again" });
  assertEquals(await desk.mail.sent(desk.asked), []);

  await using server = await startMailServer();
  await using other = await open(given, { mailer: mailerAt(server.port) });
  const { id } = await notebooks.create({ text: NOTEBOOK.replace("10", "11") });
  const unrun = await other.mail.preview({ ...other.asked, notebook: id });
  assertEquals(unrun.hindrance, "not_fresh");
  for (const cell of ["daily", "nothing"]) {
    await rejects(other.mail.preview({ ...other.asked, cell }), { code: "NOT_FOUND" });
  }
});

notebooksTest(
  "createMail() keeps what became of each letter, and tries again what failed",
  async (given) => {
    const talk = ["220 a", "250 a", "250 ok", "250 ok", "354 go"];
    await using gone = startTalkingServer([...talk, null]);
    await using full = startTalkingServer([...talk, "552 full"]);
    await using server = await startMailServer();
    let port = full.port;
    const mailer = {
      from,
      send: (...given: Parameters<ReturnType<typeof mailerAt>["send"]>) =>
        mailerAt(port).send(...given),
    };
    await using desk = await open(given, { mailer });
    await desk.send();
    assertEquals(await desk.settle(), { "ann@example.org": "failed", "bea@example.org": "failed" });
    const [{ reason }] = await desk.mail.sent(desk.asked);
    assertEquals(reason, "letter refused");
    port = gone.port;
    assertEquals(await desk.send(), { type: "begun", letters: 2, left: 0 });
    assertEquals(await desk.settle(), {
      "ann@example.org": "unknown",
      "bea@example.org": "unknown",
    });
    // It may have arrived: only who says so sends it again.
    port = server.port;
    assertEquals(await desk.send(), { type: "begun", letters: 0, left: 2 });
    assertEquals(await desk.send({ again: true }), { type: "begun", letters: 2, left: 0 });
    assertEquals(await desk.settle(), { "ann@example.org": "sent", "bea@example.org": "sent" });
  },
);

notebooksTest(
  "createMail() ends letters to who wants no more, and to nobody else",
  async (given) => {
    await using server = await startMailServer();
    await using desk = await open(given, { mailer: mailerAt(server.port) });
    await desk.send();
    await desk.settle();
    const ann = server.arrived.find(({ to }) => to[0] === "ann@example.org");
    const token = /mail\/stop\/(\S+)/.exec(ann?.mail.text ?? "")?.[1] ?? "";
    const title = "Sales <b>& more</b>";
    assertEquals(await desk.mail.subscription({ token }), { type: "open", title, stopped: false });
    for (let turn = 0; turn < 2; turn++) {
      assertEquals(await desk.mail.stop({ token }), { type: "open", title, stopped: true });
    }
    assertEquals((await desk.mail.preview(desk.asked)).recipients.map(({ state }) => state), [
      "stopped",
      "sent",
    ]);
    for (const wrong of ["", "…", `${token}x`, "' or true --"]) {
      assertEquals(await desk.mail.subscription({ token: wrong }), { type: "gone" });
      assertEquals(await desk.mail.stop({ token: wrong }), { type: "gone" });
    }
  },
);

notebooksTest("createMail() leads links to PUBLIC_URL where it is set", async (given) => {
  const mailer = createMailer({ type: "none" });
  await using desk = await open(given, { mailer, publicUrl: "https://open.example.org/base" });
  const { text } = await desk.mail.preview({ ...desk.asked, origin: "https://evil.example" });
  match(text, /https:\/\/open\.example\.org\/base\/notebooks\//);
  doesNotMatch(text, /evil/);
});

notebooksTest("A summary's key does not hang on whom it is for", async ({ notebooks }) => {
  const { id } = await notebooks.create({ text: NOTEBOOK });
  const keyOf = async (text: string) => {
    const { plan } = await notebooks.plan({ id, text, parameters: {} });
    return plan.cells.get("brief")?.key;
  };
  const key = await keyOf(NOTEBOOK);
  assert(key);
  assertEquals(await keyOf(NOTEBOOK.replace("ann@example.org", "eve@example.org")), key);
  const wrong = NOTEBOOK.replace("ann@example.org", "ann");
  const { plan } = await notebooks.plan({ id, text: wrong, parameters: {} });
  assertEquals(plan.problems.map(({ message }) => message), [
    'Cannot use "mail.to[1]" as it must read like name@example.org or ' +
    'Name <name@example.org>: current value is "ann"',
  ]);
});

notebooksTest(
  "createMail() sends webhooks to the open internet alone, and none without a secret",
  async (given) => {
    const secret = "a secret of thirty-two characters";
    const mailer = createMailer({ type: "none" });
    const text = NOTEBOOK.replace(
      /mail:\n.*\n.*\n/,
      "webhook: https://hook.example/token-of-mine\n",
    );
    const elsewhere = { ...LOOPBACK, resolve: () => Promise.resolve(["10.0.0.1"]) };
    await using inside = await open(given, {
      mailer,
      text,
      webhookSecret: secret,
      surroundings: elsewhere,
    });
    const { recipients, hindrance } = await inside.mail.preview(inside.asked);
    match(recipients[0].to, /^hook\.example\/… \([0-9a-f]{12}\)$/);
    assertEquals(hindrance, null);
    await inside.send();
    await inside.settle();
    assertEquals(
      (await inside.mail.sent(inside.asked)).map(({ state, reason }) => [state, reason]),
      [
        ["failed", "inside address"],
      ],
    );
    await using unsigned = await open(given, { mailer, text, surroundings: LOOPBACK });
    assertEquals((await unsigned.mail.preview(unsigned.asked)).hindrance, "no_webhook_secret");
  },
);
