import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { claimMail } from "@/lib/workspace/mail/outbox.ts";
import { createSubscriptions } from "@/lib/workspace/mail/subscriptions.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const AT = new Date("2026-03-01T12:00:00.000Z");

databaseTest(
  "createSubscriptions() ends the letters of one notebook to one reader, once",
  async (database) => {
    const told: string[] = [];
    const log = createLog({ level: "info", write: (line) => void told.push(line) });
    const subscriptions = createSubscriptions({ database, log, now: () => AT });
    for (const title of ["Sales", "Visits"]) {
      const { id: notebook } = await createNotebook(database, { title });
      const mail = { notebook, cell: "brief", digest: "d", subject: title, body: "", by: "owner" };
      const one = { ...mail, id: title, recipient: "ann@example.org", stopToken: `stop ${title}` };
      await claimMail(database, one, { again: false, now: AT });
    }
    const [token, other] = [{ token: "stop Sales" }, { token: "stop Visits" }];
    const open = { type: "open", title: "Sales", stopped: false } as const;
    assertEquals(await subscriptions.subscription(token), open);
    for (let turn = 0; turn < 2; turn++) {
      assertEquals(await subscriptions.stop(token), { ...open, stopped: true });
    }
    assertEquals(await subscriptions.subscription(token), { ...open, stopped: true });
    assertEquals(await subscriptions.subscription(other), { ...open, title: "Visits" });
    assertEquals(await subscriptions.stop({ token: "of nobody" }), { type: "gone" });
    // Said once, and not by whom.
    assertEquals(told.length, 1);
    assertEquals(told[0].includes("ann@example.org"), false);
  },
);
