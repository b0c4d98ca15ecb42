import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import { deliver } from "@/lib/workspace/mail/deliver.ts";
import { startModelServer } from "@/tests/helpers/model_server.ts";

const { signal } = new AbortController();
const secret = "a secret of thirty-two characters";

const delivery = {
  id: "0190",
  notebook: "n1",
  cell: "brief",
  stopToken: "told to no webhook",
  draft: {
    brief: {
      title: "Sales",
      paragraphs: ["Revenue came to €70."],
      numbers: [{ title: "Revenue", value: "€70", change: null }],
      charts: [],
      notebookUrl: "https://daybook.example.org/notebooks/n1",
    },
    receivers: [],
    subject: "Sales of the week",
    digest: "d",
    origin: "https://daybook.example.org",
    isFresh: true,
  },
};

Deno.test("deliver() tells a webhook what the letter says, signed", async () => {
  await using server = startModelServer(
    () => new Response("ok"),
    () => new Response("", { status: 401 }),
  );
  const url = server.url.replace("127.0.0.1", "hook.example");
  const receiver = { type: "webhook", key: "hook", shown: "hook", url } as const;
  const carriers = {
    mailer: createMailer({ type: "none" }),
    webhookSecret: secret,
    surroundings: {
      resolve: () => Promise.resolve(["127.0.0.1"]),
      isAllowed: (address: string) => address === "127.0.0.1",
      allowsPlain: true,
    },
  };
  assertEquals(await deliver(receiver, delivery, { carriers, signal }), {
    state: "sent",
    reason: null,
  });
  const [{ headers, body }] = server.asked;
  assertEquals(body, {
    type: "summary",
    notebook: { id: "n1", title: "Sales", url: "https://daybook.example.org/notebooks/n1" },
    cell: "brief",
    subject: "Sales of the week",
    paragraphs: ["Revenue came to €70."],
    numbers: [{ title: "Revenue", value: "€70", change: null }],
  });
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${JSON.stringify(body)}`;
  const expected = createHmac("sha256", secret).update(signed).digest("base64");
  assertEquals([headers["webhook-id"], headers["webhook-signature"]], ["0190", `v1,${expected}`]);
  const refused = await deliver(receiver, delivery, { carriers, signal });
  assertEquals(refused, { state: "failed", reason: "refused" });
  const unsigned = { ...carriers, webhookSecret: null };
  assertEquals(await deliver(receiver, delivery, { carriers: unsigned, signal }), {
    state: "failed",
    reason: null,
  });
  assertEquals(server.asked.length, 2);
});
