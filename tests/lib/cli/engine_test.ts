import { deepStrictEqual, equal, match } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openGuardedEngine } from "@/tests/helpers/guarded_engine.ts";
import { startMailServer } from "@/tests/helpers/mail_server.ts";

databaseTest(
  "createEngine() leads links in letters to where people open it, whatever a request says",
  async (database) => {
    await using server = await startMailServer();
    const mail = { SMTP_URL: server.url, EMAIL_FROM: "daybook@example.org" };
    const PUBLIC_URL = "https://daybook.example.org";
    for (const given of [mail, { ...mail, PUBLIC_URL, TRUSTED_HOSTS: "daybook.example.org" }]) {
      await using engine = await openGuardedEngine(database, given);
      const owner = await engine.owner();
      const asked = { email: "kim@example.com", role: "editor" } as const;
      const { mailed } = await owner.admin.invite({
        ...asked,
        by: { type: "owner" },
        origin: "https://evil.example",
      });
      equal(mailed, true);
    }
    const texts = server.arrived.map(({ mail: { text = "" } }) => text);
    // Where the helper says that it listens.
    match(texts[0], /http:\/\/127\.0\.0\.1:8000\/sign-up\?invitation=/);
    match(texts[1], /https:\/\/daybook\.example\.org\/sign-up\?invitation=/);
    deepStrictEqual(texts.map((text) => text.includes("evil")), [false, false]);
  },
);
